import { CURRENCY } from '../../currency.js';
import { Decimal, ZERO } from '../../decimal.js';
import { type Metric, wholeOf } from '../metric.js';

/** Results of the trades together. */
export const netProfit: Metric = {
  events: 'trades',
  unit: CURRENCY,
  now: ({ closes }) => closes.drawdown.total,
  best: ({ closes }) => closes.drawdown.peak,
  moved(before, { closes: { drawdown } }) {
    const start = before.closes.drawdown.total;
    const low = Decimal.min(ZERO, drawdown.lows.at(-1)?.[0] ?? ZERO);
    return !wholeOf(start.plus(drawdown.peak)).eq(wholeOf(start.plus(low)));
  },
  breaks: false,
};
