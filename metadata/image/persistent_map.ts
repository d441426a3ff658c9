/**
 * A map that is never changed: `with` and `without` give a new one that shares all but a few nodes with the old one (a
 * hash array mapped trie), so that creating the next of many topics costs the same as creating the first. Iteration is
 * in the order of the keys' hashes: the same for equal maps however they came about.
 */

export type MapKey = string | number;

/** Changes to a {@linkcode PersistentMap}: done in place on nodes made by this edit, on copies of all others. */
export interface MapEdit<K extends MapKey, V> {
  readonly size: number;
  get(key: K): V | undefined;
  has(key: K): boolean;
  set(key: K, value: V): void;
  delete(key: K): boolean;
  /** The map as it is now; the same object as before when nothing was changed. The edit may go on. */
  freeze(): PersistentMap<K, V>;
}

interface Leaf<K, V> {
  readonly hash: number;
  readonly key: K;
  readonly value: V;
  /** Further keys with the same hash. */
  readonly next: Leaf<K, V> | null;
}

interface Branch<K, V> {
  bitmap: number;
  readonly children: Node<K, V>[];
  /** The edit that may change this node in place. */
  owner: object | null;
}

type Node<K, V> = Leaf<K, V> | Branch<K, V>;

export class PersistentMap<K extends MapKey, V> implements ReadonlyMap<K, V> {
  readonly size: number;
  readonly #root: Node<K, V> | null;

  private constructor(root: Node<K, V> | null, size: number) {
    this.#root = root;
    this.size = size;
  }

  static empty<K extends MapKey, V>(): PersistentMap<K, V> {
    return new PersistentMap<K, V>(null, 0);
  }

  static from<K extends MapKey, V>(entries: Iterable<readonly [K, V]>): PersistentMap<K, V> {
    const edit = PersistentMap.empty<K, V>().edit();
    for (const [key, value] of entries) edit.set(key, value);
    return edit.freeze();
  }

  get(key: K): V | undefined {
    return find(this.#root, key)?.value;
  }

  has(key: K): boolean {
    return find(this.#root, key) !== undefined;
  }

  /** This map with `key` set. */
  with(key: K, value: V): PersistentMap<K, V> {
    const edit = this.edit();
    edit.set(key, value);
    return edit.freeze();
  }

  /** This map without `key`. */
  without(key: K): PersistentMap<K, V> {
    const edit = this.edit();
    edit.delete(key);
    return edit.freeze();
  }

  /** Starts a run of changes; this map stays as it is. */
  edit(): MapEdit<K, V> {
    return new Edit(this, this.#root, (root, size) => new PersistentMap(root, size));
  }

  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const leaf of this.#leaves()) callback(leaf.value, leaf.key, this);
  }

  *entries(): MapIterator<[K, V]> {
    for (const leaf of this.#leaves()) yield [leaf.key, leaf.value];
  }

  *keys(): MapIterator<K> {
    for (const leaf of this.#leaves()) yield leaf.key;
  }

  *values(): MapIterator<V> {
    for (const leaf of this.#leaves()) yield leaf.value;
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  #leaves(): Leaf<K, V>[] {
    const leaves: Leaf<K, V>[] = [];
    if (this.#root !== null) collect(this.#root, leaves);
    return leaves;
  }
}

class Edit<K extends MapKey, V> implements MapEdit<K, V> {
  size: number;
  #owner = {};
  #root: Node<K, V> | null;
  #frozen: PersistentMap<K, V> | null;
  readonly #create: (root: Node<K, V> | null, size: number) => PersistentMap<K, V>;

  constructor(
    base: PersistentMap<K, V>,
    root: Node<K, V> | null,
    create: (root: Node<K, V> | null, size: number) => PersistentMap<K, V>,
  ) {
    this.size = base.size;
    this.#root = root;
    this.#frozen = base;
    this.#create = create;
  }

  get(key: K): V | undefined {
    return find(this.#root, key)?.value;
  }

  has(key: K): boolean {
    return find(this.#root, key) !== undefined;
  }

  set(key: K, value: V): void {
    const found = find(this.#root, key);
    if (found !== undefined && Object.is(found.value, value)) return;
    this.#root = insert(this.#root, 0, { hash: hashOf(key), key, value, next: null }, this.#owner);
    if (found === undefined) this.size++;
    this.#frozen = null;
  }

  delete(key: K): boolean {
    if (!this.has(key)) return false;
    this.#root = remove(this.#root!, 0, hashOf(key), key, this.#owner);
    this.size--;
    this.#frozen = null;
    return true;
  }

  freeze(): PersistentMap<K, V> {
    this.#owner = {};
    return this.#frozen ??= this.#create(this.#root, this.size);
  }
}

function hashOf(key: MapKey): number {
  let hash = 0x811c9dc5;
  if (typeof key === "number") hash ^= key;
  else for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function bitCount(bits: number): number {
  bits -= (bits >>> 1) & 0x55555555;
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function isLeaf<K, V>(node: Node<K, V>): node is Leaf<K, V> {
  return "key" in node;
}

/** Five bits of the hash choose the child of a branch at depth `shift / 5`. */
function bitOf(hash: number, shift: number): number {
  return 1 << ((hash >>> shift) & 31);
}

function find<K extends MapKey, V>(root: Node<K, V> | null, key: K): Leaf<K, V> | undefined {
  if (root === null) return undefined;
  const hash = hashOf(key);
  let node = root;
  for (let shift = 0; !isLeaf(node); shift += 5) {
    const bit = bitOf(hash, shift);
    if ((node.bitmap & bit) === 0) return undefined;
    node = node.children[bitCount(node.bitmap & (bit - 1))];
  }
  for (let leaf: Leaf<K, V> | null = node; leaf !== null; leaf = leaf.next) {
    if (leaf.key === key) return leaf;
  }
  return undefined;
}

function insert<K, V>(
  node: Node<K, V> | null,
  shift: number,
  leaf: Leaf<K, V>,
  owner: object,
): Node<K, V> {
  if (node === null) return leaf;
  if (isLeaf(node)) {
    if (node.hash === leaf.hash) return { ...leaf, next: without(node, leaf.key) };
    const branch: Branch<K, V> = { bitmap: bitOf(node.hash, shift), children: [node], owner };
    return insert(branch, shift, leaf, owner);
  }
  const bit = bitOf(leaf.hash, shift);
  const index = bitCount(node.bitmap & (bit - 1));
  const target = owned(node, owner);
  if ((node.bitmap & bit) === 0) {
    target.children.splice(index, 0, leaf);
    target.bitmap |= bit;
  } else {
    target.children[index] = insert(node.children[index], shift + 5, leaf, owner);
  }
  return target;
}

function remove<K, V>(
  node: Node<K, V>,
  shift: number,
  hash: number,
  key: K,
  owner: object,
): Node<K, V> | null {
  if (isLeaf(node)) return without(node, key);
  const bit = bitOf(hash, shift);
  const index = bitCount(node.bitmap & (bit - 1));
  const child = remove(node.children[index], shift + 5, hash, key, owner);
  const target = owned(node, owner);
  if (child === null) {
    if (target.children.length === 1) return null;
    target.children.splice(index, 1);
    target.bitmap &= ~bit;
  } else {
    target.children[index] = child;
  }
  // A branch with one leaf is that leaf, so that equal maps have equal shapes.
  return target.children.length === 1 && isLeaf(target.children[0]) ? target.children[0] : target;
}

function without<K, V>(leaf: Leaf<K, V>, key: K): Leaf<K, V> | null {
  if (leaf.key === key) return leaf.next;
  return leaf.next === null ? leaf : { ...leaf, next: without(leaf.next, key) };
}

function owned<K, V>(node: Branch<K, V>, owner: object): Branch<K, V> {
  if (node.owner === owner) return node;
  return { bitmap: node.bitmap, children: node.children.slice(), owner };
}

function collect<K, V>(node: Node<K, V>, into: Leaf<K, V>[]): void {
  if (isLeaf(node)) {
    for (let leaf: Leaf<K, V> | null = node; leaf !== null; leaf = leaf.next) into.push(leaf);
  } else {
    for (const child of node.children) collect(child, into);
  }
}

/** `map` itself if it is persistent, else a persistent copy. */
export function asPersistent<K extends MapKey, V>(map: ReadonlyMap<K, V>): PersistentMap<K, V> {
  return map instanceof PersistentMap ? map : PersistentMap.from(map);
}
