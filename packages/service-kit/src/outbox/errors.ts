/** `conflict`: the key stands for other content; `full`: too much is queued; `unwritable`: the disk takes no writes; `closed`. */
export type OutboxErrorCode = 'conflict' | 'full' | 'unwritable' | 'closed';

/** A refusal of the outbox; `message` says what to do about it. */
export class OutboxError extends Error {
  constructor(
    readonly code: OutboxErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'OutboxError';
  }
}
