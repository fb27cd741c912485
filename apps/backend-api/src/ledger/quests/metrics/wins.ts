import { growing } from '../metric.js';

export const wins = growing('trades', ({ closes }) => closes.wins);
