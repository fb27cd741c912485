import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { RunningSimulator } from '@neuratrade/exchange-simulator';
import { createCleanup, type Service } from '@neuratrade/test-kit';
import { credentials, exchange, list, manage, refused, startWithKeys, told } from './managing.js';
import { newHome, runCcxt, setFault } from './service.js';

jest.setTimeout(60_000);

const QUESTION = '/sapi/v1/account/apiRestrictions';
const TIMEOUT_MS = 1_000;

const cleanup = createCleanup();
let simulator: RunningSimulator;
let home: string;
let ccxt: Service;

beforeAll(async () => {
  simulator = await startWithKeys(cleanup, 'reader');
  home = await newHome(cleanup);
  ccxt = await runCcxt(home, {
    SIMULATOR_URL: simulator.url,
    EXCHANGE_PROBE_INTERVAL_MS: '600000',
    EXCHANGE_PROBE_TIMEOUT_MS: String(TIMEOUT_MS),
  });
  cleanup.add(() => ccxt.stop());
});
afterAll(() => cleanup.run());

const add = () => manage(ccxt, 'POST', '', { name: 'simulator', ...credentials('reader') });

const notChecked = (status: number, code: string, why: string) =>
  refused(
    status,
    code,
    `The key could not be checked: simulator: ${why}. Try again later. Nothing was changed.`,
  );

describe('a key that cannot be checked is not stored, because the exchange', () => {
  test.each([
    [{ kind: 'hang' }, 504, 'exchange_timeout', 'connection timeout'],
    [{ kind: 'reset' }, 502, 'exchange_failed', 'connection reset'],
    [{ kind: 'html' }, 502, 'exchange_failed', 'unexpected answer'],
    [{ kind: 'empty' }, 502, 'exchange_failed', 'unexpected answer'],
    [{ kind: 'status', value: 400 }, 502, 'exchange_failed', 'exchange not available'],
    [{ kind: 'status', value: 451 }, 502, 'exchange_failed', 'not available from this location'],
    [{ kind: 'status', value: 500 }, 502, 'exchange_failed', 'exchange not available'],
    [{ kind: 'clock_skew', value: 120_000 }, 502, 'exchange_failed', "its clock and this machine's differ"],
  ])('has the fault %j', async (fault, status, code, why) => {
    await setFault(simulator.url, { path: QUESTION, ...fault });
    const began = performance.now();
    const answer = await add();
    const took = performance.now() - began;
    await setFault(simulator.url, 'none');
    expect(told(answer)).toEqual(notChecked(status, code, why));
    expect(took).toBeLessThan(2 * TIMEOUT_MS + 2_000);
    expect(existsSync(join(home, 'exchanges.json'))).toBe(false);
    expect(told(await manage(ccxt, 'GET'))).toEqual([200, list('simulator', [exchange('simulator')])]);
  });

  test.each([401, 403])('forbids it with HTTP %d', async (value) => {
    await setFault(simulator.url, { path: QUESTION, kind: 'status', value });
    const answer = await add();
    await setFault(simulator.url, 'none');
    expect(told(answer)).toEqual(
      refused(
        422,
        'key_refused',
        'simulator does not accept the key: the key or its secret is wrong, or it does not allow the address of this machine. Nothing was changed.',
      ),
    );
    expect(existsSync(join(home, 'exchanges.json'))).toBe(false);
  });

  test('wants to be left alone, which is kept: it is not asked again before', async () => {
    await setFault(simulator.url, { path: QUESTION, kind: 'status', value: 429 });
    const first = await add();
    await setFault(simulator.url, 'none');
    const second = await add();
    const tried = await manage(ccxt, 'POST', '/simulator/test');
    expect([told(first), told(second), told(tried)]).toEqual([
      notChecked(503, 'exchange_busy', 'rate limited'),
      notChecked(503, 'exchange_busy', 'it wants to be left alone'),
      [
        200,
        {
          name: 'simulator',
          account: 'main',
          reachable: false,
          latency_ms: null,
          clock_offset_ms: null,
          error: expect.stringMatching(/^rate limited, to be asked again in \d+s$/),
          key: null,
        },
      ],
    ]);
    const waits = [first, second].map(({ headers }) => Number(headers['retry-after']));
    expect(waits.every((seconds) => seconds >= 1)).toBe(true);
  });
});
