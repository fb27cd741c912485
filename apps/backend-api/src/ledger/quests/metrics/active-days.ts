import { growing } from '../metric.js';

/** Days (UTC) on which a trade closed. */
export const activeDays = growing('trades', ({ closes }) => closes.days?.count ?? 0);
