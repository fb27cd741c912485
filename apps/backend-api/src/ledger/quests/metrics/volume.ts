import { CURRENCY } from '../../currency.js';
import { growing } from '../metric.js';

export const volume = growing('fills', ({ executions }) => executions.volume, CURRENCY);
