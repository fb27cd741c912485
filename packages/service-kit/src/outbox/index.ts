export { createOutbox } from './create.js';
export type { Envelope } from './envelope.js';
export { OutboxError } from './errors.js';
export type { Delivery, NewItem, Outbox, OutboxOptions, OutboxState } from './outbox.js';
