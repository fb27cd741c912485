import { growing } from '../metric.js';

/** Closed ones. */
export const trades = growing('trades', ({ closes }) => closes.trades);
