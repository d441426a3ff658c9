/** When a reassignment is done (metadata-quorum 3.2). */

export interface ReplicaState {
  readonly isr: readonly number[];
  readonly replicas: readonly number[];
  readonly removing: readonly number[];
  readonly adding: readonly number[];
}

/** The state with the reassignment completed if every replica that is to remain is in sync; else the same state. */
export function completeReassignment(state: ReplicaState): ReplicaState {
  if (state.removing.length === 0 && state.adding.length === 0) return state;
  const remains = (id: number) => !state.removing.includes(id);
  const isr = state.isr.filter(remains);
  const replicas = state.replicas.filter(remains);
  if (replicas.length === 0 || !replicas.every((id) => isr.includes(id))) return state;
  return { isr, replicas, removing: [], adding: [] };
}
