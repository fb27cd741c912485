import { growing } from '../metric.js';

/** In USDT. */
export const volume = growing('fills', ({ executions }) => executions.volume);
