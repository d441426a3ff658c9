/**
 * SHA-256, SHA-512 (FIPS 180-4) and HMAC (RFC 2104) over them, for SCRAM credentials and delegation tokens: a few blocks
 * at a time, so written for brevity.
 */

export type Sha2Bits = 256 | 512;

interface Variant {
  readonly wordBits: bigint;
  readonly blockBytes: number;
  readonly rounds: number;
  readonly roundConstants: readonly bigint[];
  readonly initial: readonly bigint[];
  /** Rotations of the functions Σ0, Σ1 and σ0, σ1; the third of the latter two is a shift. */
  readonly rotations: readonly (readonly [bigint, bigint, bigint])[];
}

const MASK_64 = (1n << 64n) - 1n;
const PRIMES = firstPrimes(80);
/** The first 64 bits of the fractions of the primes' cube and square roots. */
const CUBE_ROOTS = PRIMES.map((prime) => root(prime << 192n, 3n) & MASK_64);
const SQUARE_ROOTS = PRIMES.slice(0, 8).map((prime) => root(prime << 128n, 2n) & MASK_64);

const VARIANTS: Readonly<Record<Sha2Bits, Variant>> = {
  256: {
    wordBits: 32n,
    blockBytes: 64,
    rounds: 64,
    roundConstants: CUBE_ROOTS.map((bits) => bits >> 32n),
    initial: SQUARE_ROOTS.map((bits) => bits >> 32n),
    rotations: [[2n, 13n, 22n], [6n, 11n, 25n], [7n, 18n, 3n], [17n, 19n, 10n]],
  },
  512: {
    wordBits: 64n,
    blockBytes: 128,
    rounds: 80,
    roundConstants: CUBE_ROOTS,
    initial: SQUARE_ROOTS,
    rotations: [[28n, 34n, 39n], [14n, 18n, 41n], [1n, 8n, 7n], [19n, 61n, 6n]],
  },
};

/** The digest of `data`. */
export function sha2(bits: Sha2Bits, data: Uint8Array): Uint8Array {
  const variant = VARIANTS[bits];
  const state = [...variant.initial];
  const padded = pad(data, variant.blockBytes);
  for (let at = 0; at < padded.length; at += variant.blockBytes) {
    compress(variant, state, padded, at);
  }
  const wordBytes = Number(variant.wordBits) / 8;
  const digest = new Uint8Array(8 * wordBytes);
  state.forEach((word, index) => {
    for (let i = 0; i < wordBytes; i++) {
      digest[(index + 1) * wordBytes - 1 - i] = Number((word >> BigInt(8 * i)) & 0xffn);
    }
  });
  return digest;
}

/** The keyed digest of `data`. */
export function hmac(bits: Sha2Bits, key: Uint8Array, data: Uint8Array): Uint8Array {
  const { blockBytes } = VARIANTS[bits];
  const short = key.length > blockBytes ? sha2(bits, key) : key;
  const keyed = (fill: number, rest: Uint8Array) => {
    const bytes = new Uint8Array(blockBytes + rest.length).fill(fill, 0, blockBytes);
    short.forEach((byte, index) => bytes[index] ^= byte);
    bytes.set(rest, blockBytes);
    return sha2(bits, bytes);
  };
  return keyed(0x5c, keyed(0x36, data));
}

function pad(data: Uint8Array, blockBytes: number): Uint8Array {
  // The length field takes an eighth of a block; what a number holds is enough of it.
  const size = Math.ceil((data.length + 1 + blockBytes / 8) / blockBytes) * blockBytes;
  const padded = new Uint8Array(size);
  padded.set(data);
  padded[data.length] = 0x80;
  new DataView(padded.buffer).setBigUint64(size - 8, BigInt(data.length) * 8n);
  return padded;
}

function compress(variant: Variant, state: bigint[], block: Uint8Array, at: number): void {
  const { wordBits, rounds, roundConstants, rotations } = variant;
  const mask = (1n << wordBits) - 1n;
  const rotate = (word: bigint, by: bigint) => ((word >> by) | (word << (wordBits - by))) & mask;
  const sum = (word: bigint, [a, b, c]: readonly bigint[]) =>
    rotate(word, a) ^ rotate(word, b) ^ rotate(word, c);
  const sigma = (word: bigint, [a, b, c]: readonly bigint[]) =>
    rotate(word, a) ^ rotate(word, b) ^ (word >> c);

  const wordBytes = Number(wordBits) / 8;
  const schedule: bigint[] = [];
  for (let i = 0; i < 16; i++) {
    let word = 0n;
    for (let j = 0; j < wordBytes; j++) word = (word << 8n) | BigInt(block[at + i * wordBytes + j]);
    schedule.push(word);
  }
  for (let i = 16; i < rounds; i++) {
    const word = schedule[i - 16] + sigma(schedule[i - 15], rotations[2]) + schedule[i - 7] +
      sigma(schedule[i - 2], rotations[3]);
    schedule.push(word & mask);
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < rounds; i++) {
    const choice = (e & f) ^ (~e & mask & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const first = h + sum(e, rotations[1]) + choice + roundConstants[i] + schedule[i];
    const second = sum(a, rotations[0]) + majority;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) & mask, c, b, a, (first + second) & mask];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => state[index] = (state[index] + word) & mask);
}

function firstPrimes(count: number): bigint[] {
  const primes: bigint[] = [];
  for (let candidate = 2n; primes.length < count; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0n)) primes.push(candidate);
  }
  return primes;
}

/** The whole part of a root, by Newton's method. */
function root(value: bigint, degree: bigint): bigint {
  let guess = 1n << 80n;
  while (true) {
    const next = ((degree - 1n) * guess + value / guess ** (degree - 1n)) / degree;
    if (next >= guess) return guess;
    guess = next;
  }
}
