import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually, findSecrets, readLog, tcpProxy } from '@neuratrade/test-kit';
import { ask } from './ask.js';
import {
  type Backend,
  listed,
  namesOf,
  operate,
  SYNC,
  startPair,
  startWith,
  told,
} from './exchanges-backend.js';
import { entry, spawnCcxt } from './exchanges-ccxt.js';
import { databaseBehindProxy, fixture, type Stack, startDependencies } from './stack.js';

jest.setTimeout(90_000);

const cleanup = createCleanup();
let stack: Stack;

beforeAll(async () => {
  stack = await startDependencies(cleanup);
}, 60_000);

afterAll(cleanup.run);

const KEYS = { key: 'canary-key-2b90aa17', secret: 'canary-secret-c61d07' };
const unavailable = (message: string) => [503, { error: { code: 'unavailable', message } }];

describe('ccxt-service is killed in the middle of an add', () => {
  const addWhileKilled = async (line: 'cut' | 'paused') => {
    const ccxt = cleanup.use(await spawnCcxt(fixture('ccxt-health')));
    const proxy = cleanup.use(await tcpProxy(ccxt.port));
    const backend = await startWith(cleanup, stack, `http://127.0.0.1:${proxy.port}`);
    await ccxt.answerAfter(line === 'paused' ? 0 : 60_000);
    if (line === 'paused') proxy.pause();
    const adding = operate(backend, 'POST', '', { name: 'binance', ...KEYS });
    if (line === 'cut') await eventually(async () => expect((await ccxt.seen()).length).toBe(1));
    const stored = await ccxt.configured();
    await ccxt.kill();
    if (line === 'paused') await proxy.resume();
    return { ccxt, backend, stored, answer: await adding };
  };
  const lost =
    'The answer of ccxt-service got lost (connection reset): it is not known whether binance was added. Look in a few seconds with GET /api/v1/exchanges.';
  const noTrace = async (backend: Backend, answer: unknown) => {
    const texts = { log: JSON.stringify(await readLog(backend.log)), answer: JSON.stringify(answer) };
    expect(findSecrets(texts, Object.values(KEYS))).toEqual([]);
  };

  test('after it was stored: that is said to be unknown, and it is listed when ccxt-service is back', async () => {
    const { ccxt, backend, stored, answer } = await addWhileKilled('cut');
    await ccxt.up(stored);
    expect([told(answer), stored.map(({ name }) => name)]).toEqual([unavailable(lost), ['binance']]);
    await eventually(async () => expect(await namesOf(backend)).toEqual(['binance']), SYNC);
    await noTrace(backend, answer);
  });

  test('before it was stored: that is said to be unknown, and it is not listed afterwards', async () => {
    const { ccxt, backend, stored, answer } = await addWhileKilled('paused');
    await ccxt.up([entry('okx')]);
    expect([told(answer), stored]).toEqual([unavailable(lost), []]);
    await eventually(async () => expect(await namesOf(backend)).toEqual(['okx']), SYNC);
    await noTrace(backend, answer);
  });
});

test('a ccxt-service that is down changes nothing of what is listed, also after a restart of the backend', async () => {
  const { backend, ccxt } = await startPair(cleanup, stack);
  await operate(backend, 'POST', '', { name: 'binance' });
  const before = await listed(backend);
  await ccxt.kill();
  const refused = await operate(backend, 'DELETE', '/binance');
  await backend.stop();
  const restarted = await startWith(cleanup, stack, ccxt.url, { DATABASE_URL: backend.database });
  await eventually(async () => {
    const waits = (await readLog(restarted.log)).filter(({ msg }) => msg === 'Exchange registry waits');
    expect(waits.map(({ level, error }) => [level, error])).toEqual([
      [
        'WARN',
        'ccxt-service cannot be asked now (connection refused), so its exchanges are not known. Try again when /health calls ccxt healthy.',
      ],
    ]);
  });
  expect([told(refused), await listed(restarted)]).toEqual([
    unavailable(
      'ccxt-service cannot be asked now (connection refused), so binance is not removed. Try again when /health calls ccxt healthy.',
    ),
    before,
  ]);
});

test('another service key is named as what it is', async () => {
  const ccxt = cleanup.use(await spawnCcxt(fixture('ccxt-health'), [], 'another-key'));
  const backend = await startWith(cleanup, stack, ccxt.url);
  expect(told(await operate(backend, 'POST', '', { name: 'binance' }))).toEqual(
    unavailable(
      "ccxt-service refuses this backend's key, so binance is not added. Give both the same SERVICE_API_KEY.",
    ),
  );
});

describe('the database', () => {
  test('that is down refuses list and changes before ccxt-service is asked, and not what needs no database', async () => {
    const { proxy, url } = await databaseBehindProxy(cleanup, stack);
    const { backend, ccxt } = await startPair(cleanup, stack, { DATABASE_URL: url });
    await operate(backend, 'POST', '', { name: 'binance' });
    await proxy.refuse();
    const down = unavailable(
      'The database cannot be asked now: connection refused. Try again when /ready calls it ready.',
    );
    await eventually(async () => expect(told(await operate(backend, 'GET'))).toEqual(down));
    const answers = [
      await operate(backend, 'POST', '', { name: 'okx', ...KEYS }),
      await operate(backend, 'PATCH', '/binance', { enabled: false }),
      await operate(backend, 'DELETE', '/binance'),
    ];
    const tested = await operate(backend, 'POST', '/binance/test');
    expect([answers.map(told), tested.status]).toEqual([[down, down, down], 200]);
    expect((await ccxt.seen()).map(({ call }) => call)).toEqual([
      'POST /api/v1/exchanges',
      'POST /api/v1/exchanges/binance/test?account=main',
    ]);
    await ccxt.configure([entry('kraken')]);
    await proxy.resume();
    await eventually(async () => expect(await namesOf(backend)).toEqual(['kraken']), SYNC);
  });

  test('that goes away while ccxt-service stores is told with what was done, and the list follows', async () => {
    const { proxy, url } = await databaseBehindProxy(cleanup, stack);
    const { backend, ccxt } = await startPair(cleanup, stack, { DATABASE_URL: url });
    await ccxt.answerAfter(1_000);
    const adding = operate(backend, 'POST', '', { name: 'binance' });
    await eventually(async () => expect((await ccxt.seen()).length).toBe(1));
    await proxy.refuse();
    const answer = await adding;
    await proxy.resume();
    expect(told(answer)).toEqual(
      unavailable(
        'binance is added, but the database cannot be asked now: connection refused. The list follows as soon as it can.',
      ),
    );
    await eventually(async () => expect(await namesOf(backend)).toEqual(['binance']), SYNC);
  });

  test('that takes no writes refuses changes before ccxt-service is asked, and still lists', async () => {
    const { backend, ccxt } = await startPair(cleanup, stack);
    await operate(backend, 'POST', '', { name: 'binance' });
    const name = new URL(backend.database).pathname.slice(1);
    await ask(backend.database, `ALTER DATABASE "${name}" SET default_transaction_read_only = on`);
    await ask(
      stack.postgres.url,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
    );
    const answer = await eventually(async () => {
      const refused = await operate(backend, 'POST', '', { name: 'okx' });
      expect(refused.text).toContain('read-only');
      return refused;
    });
    expect([told(answer), await namesOf(backend), (await ccxt.seen()).length]).toEqual([
      unavailable('The database cannot be asked now: read-only. Try again when /ready calls it ready.'),
      ['binance'],
      1,
    ]);
  });
});
