import { growing } from '../metric.js';

export const fills = growing('fills', ({ executions }) => executions.fills);
