import { expect, jest, test } from '@jest/globals';
import { eventually } from '@neuratrade/test-kit';
import { HEALTHY } from './fixture.js';
import { withStack } from './harness.js';
import { heal, type Outage, strike } from './outage.js';

jest.setTimeout(60_000);

const OUTAGES: [string, Outage, number][] = [
  ['refused connections', 'refuse', 10_000],
  ['answers of 502', 'bad_gateway', 10_000],
  ['resets', 'reset', 10_000],
  ['silence', 'hang', 4_000],
];

test.concurrent.each(OUTAGES)(
  'the bot is back within 10 s of the end of %s, however long they lasted',
  async (_case, outage, longestWaitMs) => {
    await withStack({}, async (stack) => {
      await stack.healthBecomes(HEALTHY);
      await strike(stack.telegram, outage);
      await eventually(
        async () => expect((await stack.log()).map(({ retryMs }) => retryMs)).toContain(longestWaitMs),
        { timeoutMs: 40_000, everyMs: 100 },
      );
      await heal(stack.telegram, outage);
      const healed = performance.now();
      await stack.healthBecomes(HEALTHY);
      expect(performance.now() - healed).toBeLessThan(11_000);
    });
  },
);
