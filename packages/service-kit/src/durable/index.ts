export { StoreError } from './errors.js';
export { openStore } from './open.js';
export type { Change, DurableStore } from './store.js';
