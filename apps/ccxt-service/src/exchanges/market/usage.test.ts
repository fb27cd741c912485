import { expect, test } from '@jest/globals';
import { createUsage } from './usage.js';

const INFO = 'https://api.example.com/api/v3/exchangeInfo';
const TICKER = 'https://api.example.com/api/v3/ticker/24hr?symbol=A';
const LIMITS =
  '{"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000}]}';

/** The warnings after each of the answers, one second apart. */
function warningsAfter(
  ...answers: readonly (readonly [string, Record<string, string>, string?])[]
): object[] {
  const warnings: object[] = [];
  const nothing = () => undefined;
  let time = 0;
  const warn = (msg: string, fields?: object) => void warnings.push({ msg, ...fields });
  const usage = createUsage('x', { debug: nothing, info: nothing, error: nothing, warn }, () => time);
  for (const [url, headers, body = ''] of answers) {
    usage.observe(url, headers, body);
    time += 1_000;
  }
  return warnings;
}

const warning = (remaining: number, limit: number) => ({
  msg: 'Rate limit approaching',
  exchange: 'x',
  remaining,
  limit,
});

test('a tenth left of the weight that the list of markets names is worth a warning', () => {
  const used = (weight: number) => ({ 'x-mbx-used-weight-1m': String(weight) });
  expect([
    warningsAfter([TICKER, used(5_999)]),
    warningsAfter([INFO, used(20), LIMITS], [TICKER, used(5_399)]),
    warningsAfter([INFO, used(20), LIMITS], [TICKER, used(5_400)], [TICKER, used(5_500)]),
    warningsAfter([INFO, used(20), LIMITS], [TICKER, used(6_100)]),
    warningsAfter([INFO, used(20), LIMITS], ['https://other.example.com/x', used(5_999)]),
  ]).toEqual([[], [], [warning(600, 6_000)], [warning(0, 6_000)], []]);
});

test.each([
  [{ 'x-bapi-limit-status': '1', 'x-bapi-limit': '10' }, [warning(1, 10)]],
  [{ 'x-bapi-limit-status': '2', 'x-bapi-limit': '10' }, []],
  [{ 'gw-ratelimit-remaining': '3', 'gw-ratelimit-limit': '4000' }, [warning(3, 4_000)]],
  [{ 'x-gate-ratelimit-requests-remain': '0', 'x-gate-ratelimit-limit': '200' }, [warning(0, 200)]],
  [{ 'x-ratelimit-remaining': '0' }, []],
  [{ 'x-ratelimit-remaining': 'many', 'x-ratelimit-limit': '10' }, []],
  [{}, []],
])('the headers %j say how much is left', (headers, warnings) => {
  expect(warningsAfter([TICKER, headers])).toEqual(warnings);
});
