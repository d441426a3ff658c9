/** Keys of the image's maps whose identity has more than one part. */

type EntityPart = { readonly type: string; readonly name: string | null };

/** Key of a quota entity: its parts by type, in the order of the types. */
export function quotaEntityKey(entity: readonly EntityPart[]): string {
  const parts = entity.map(({ type, name }) => [type, name] as const);
  return JSON.stringify(parts.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** Key of a SCRAM credential. */
export function scramKey(user: string, mechanism: number): string {
  return `${mechanism}:${user}`;
}
