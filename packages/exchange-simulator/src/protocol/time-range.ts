import { ExchangeError } from './answer.js';
import type { Parameters } from './parameters.js';

const HOUR = 3_600_000;

/** Reads `startTime` and `endTime`, which lie that many hours apart at most. @throws ExchangeError */
export function timeRange(parameters: Parameters, hours = 24) {
  const startTime = parameters.whole('startTime');
  const endTime = parameters.whole('endTime');
  if (startTime !== undefined && endTime !== undefined) {
    if (startTime > endTime) throw new ExchangeError(-1128, 'Combination of optional parameters invalid.');
    if (endTime - startTime > hours * HOUR) {
      throw new ExchangeError(-1127, `More than ${hours} hours between startTime and endTime.`);
    }
  }
  return { startTime, endTime };
}
