import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, findSecrets, readLog } from '@neuratrade/test-kit';
import { type Backend, listed, operate, startPair, told } from './exchanges-backend.js';
import type { CcxtProcess } from './exchanges-ccxt.js';
import { startDependencies } from './stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
const keys = { key: 'canary-key-71f00b2c', secret: 'canary-secret-0e94d1', password: 'canary-phrase-5522' };
let backend: Backend;
let ccxt: CcxtProcess;

beforeAll(async () => {
  ({ backend, ccxt } = await startPair(cleanup, await startDependencies(cleanup)));
}, 60_000);

afterAll(cleanup.run);

const failed = (code: string, message: string) => ({ error: { code, message } });

describe('what an operator does', () => {
  test('is refused in ccxt-service’s words, which never hold a key', async () => {
    const refusals: [number, string, string, string?][] = [
      [409, 'conflict', 'exchanges.json is read-only.'],
      [422, 'key_refused', `The exchange refuses ${keys.key}.`],
      [502, 'exchange_failed', 'kraken cannot be reached.'],
      [503, 'exchange_busy', 'kraken is under maintenance.', '17'],
      [504, 'exchange_timeout', 'kraken did not answer in time.'],
    ];
    const answers = [];
    for (const [status, code, message, retryAfter] of refusals) {
      await ccxt.refuse({ status, body: failed(code, message), ...(retryAfter ? { retryAfter } : {}) });
      const answer = await operate(backend, 'POST', '', { name: 'kraken', ...keys });
      answers.push([...told(answer), answer.headers['retry-after']]);
    }
    await ccxt.refuse(null);
    expect(answers).toEqual(
      refusals.map(([status, code, message, retryAfter]) => [
        status,
        failed(code, message.replace(keys.key, '[redacted]')),
        retryAfter,
      ]),
    );
    expect(await listed(backend)).toEqual([]);
  });

  test('that ccxt-service fails to answer in a known way is told as not known', async () => {
    const lost = (text: string) =>
      failed(
        'unavailable',
        `The answer of ccxt-service got lost (unexpected answer, HTTP ${text}. Look in a few seconds with GET /api/v1/exchanges.`,
      );
    await ccxt.refuse({ status: 500, body: failed('internal', 'Something failed here.') });
    const broken = await operate(backend, 'POST', '', { name: 'kraken', ...keys });
    await ccxt.refuse({ status: 200, body: '<html>' });
    const html = await operate(backend, 'DELETE', '/kraken');
    const odd = await operate(backend, 'PATCH', '/kraken', { enabled: true });
    const tested = await operate(backend, 'POST', '/kraken/test');
    await ccxt.refuse(null);
    expect([broken, html, odd, tested].map(told)).toEqual([
      [503, lost('500): it is not known whether kraken was added')],
      [503, lost('200): it is not known whether kraken was removed')],
      [503, lost('200): it is not known whether kraken was changed')],
      [
        503,
        failed(
          'unavailable',
          'ccxt-service failed (unexpected answer, HTTP 200), so kraken is not tested. See its log.',
        ),
      ],
    ]);
  });

  test('and none of it is in the log with a key', async () => {
    const log = JSON.stringify(await readLog(backend.log)) + backend.stdout() + backend.stderr();
    expect(findSecrets({ log }, Object.values(keys))).toEqual([]);
  });
});
