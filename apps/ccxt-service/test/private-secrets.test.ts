import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, jest, test } from '@jest/globals';
import { createCleanup, findSecrets } from '@neuratrade/test-kit';
import { openKey, secretOf } from './managing.js';
import { entry, startPrivate } from './private-service.js';
import { KEY, setFault } from './service.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
afterAll(() => cleanup.run());

test('keys show up in no answer and no log line, whatever the exchange answers', async () => {
  const keys = ['canary-first-0001', 'canary-wrong-0002'] as const;
  const on = await startPrivate(cleanup, {
    timeoutMs: 700,
    exchanges: [entry(keys[0], 'first'), entry(keys[1], 'wrong')],
    env: { LOG_LEVEL: 'debug' },
  });
  await openKey(on.simulator.url, keys[0]);
  const texts: string[] = [];
  const faults = [
    undefined,
    ...['html', 'empty', 'reset', 'hang', 'empty_page'].map((kind) => ({ kind })),
    ...[400, 401, 403, 451, 500, 429].map((value) => ({ kind: 'status', value })),
    { kind: 'clock_skew', value: 600_000 },
  ];
  const paths = ['balances?', 'trades?symbol=BTC/USDT&', 'transfers?kind=deposit&', 'positions?', 'symbols?'];
  for (const fault of faults) {
    if (fault !== undefined) await setFault(on.simulator.url, { path: '*', ...fault });
    for (const account of ['first', 'wrong']) {
      const asked = paths.map((path) => on.ask(`${path}exchange=simulator&account=${account}`));
      for (const { text, headers } of await Promise.all(asked)) texts.push(text, JSON.stringify(headers));
    }
    await setFault(on.simulator.url, 'none');
  }
  await on.ccxt.stop();
  const log = await readFile(join(on.home, 'logs', 'ccxt.log'), 'utf8');
  expect(log).toContain('Exchange request failed');
  expect(log).toContain('Exchange key refused');
  const canaries = [...keys, ...keys.map(secretOf), KEY];
  const seen = { log, stdout: on.ccxt.stdout(), stderr: on.ccxt.stderr(), answers: texts.join('\n') };
  expect(findSecrets(seen, canaries)).toEqual([]);
  expect(/signature=(?!\[redacted\])/.test(`${log}${texts.join('\n')}`)).toBe(false);
});
