/** The state of a fold after one of its fills. */
export interface Checkpoint {
  readonly bookId: number;
  readonly executedAt: number;
  readonly id: string;
  readonly state: string;
}

export const CHECKPOINT_EVERY = 1_000;
