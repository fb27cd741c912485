import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup } from '@neuratrade/test-kit';
import { ask } from './ask.js';
import { listed, namesOf, operate, startPair, startWith } from './exchanges-backend.js';
import { type Stack, startDependencies } from './stack.js';

jest.setTimeout(90_000);

const cleanup = createCleanup();
let stack: Stack;

beforeAll(async () => {
  stack = await startDependencies(cleanup);
}, 60_000);

afterAll(cleanup.run);

const LETTERS = [...'abcdefghij'];

describe('at the same time', () => {
  test('ten adds of one name are one exchange and nine conflicts, ten of ten names ten exchanges', async () => {
    const { backend, ccxt } = await startPair(cleanup, stack);
    const other = await startWith(cleanup, stack, ccxt.url, { DATABASE_URL: backend.database });
    const add = (name: string, index: number) =>
      operate(index % 2 === 0 ? backend : other, 'POST', '', { name });
    const same = await Promise.all(LETTERS.map((_, index) => add('binance', index)));
    const different = await Promise.all(LETTERS.map((letter, index) => add(`exchange-${letter}`, index)));
    expect([same.map(({ status }) => status).sort(), different.map(({ status }) => status)]).toEqual([
      [201, ...Array(9).fill(409)],
      Array(10).fill(201),
    ]);
    const names = ['binance', ...LETTERS.map((letter) => `exchange-${letter}`)];
    const count = 'SELECT count(*)::int AS rows, count(removed_at)::int AS removed FROM exchanges';
    expect([await namesOf(backend), await namesOf(other), await ask(backend.database, count)]).toEqual([
      names,
      names,
      [{ rows: 11, removed: 0 }],
    ]);
  });

  test('changes of one exchange by two backends leave the registry as ccxt-service is configured', async () => {
    const { backend, ccxt } = await startPair(cleanup, stack);
    const other = await startWith(cleanup, stack, ccxt.url, { DATABASE_URL: backend.database });
    await operate(backend, 'POST', '', { name: 'binance' });
    for (let round = 0; round < 10; round++) {
      const answers = await Promise.all([
        ...LETTERS.slice(0, 4).map((_, index) =>
          operate(index % 2 === 0 ? backend : other, 'PATCH', '/binance', { enabled: index < 2 }),
        ),
        operate(other, 'POST', '', { name: `okx${round}` }),
        operate(backend, 'DELETE', `/okx${round - 1}`),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 201, round === 0 ? 404 : 204]);
      const configured = (await ccxt.configured()).map(({ name, enabled }) => ({ name, enabled }));
      const rows = (await listed(other)).map(({ name, enabled }) => ({ name, enabled }));
      expect(new Set(rows)).toEqual(new Set(configured));
    }
  });
});

test('added_at survives a restart, and removing and adding again', async () => {
  const { backend, ccxt } = await startPair(cleanup, stack);
  await operate(backend, 'POST', '', { name: 'binance' });
  await ask(backend.database, "UPDATE exchanges SET added_at = '2026-03-01T00:00:00Z'");
  await operate(backend, 'DELETE', '/binance');
  const gone = await listed(backend);
  const again = await operate(backend, 'POST', '', { name: 'binance' });
  await backend.stop();
  const restarted = await startWith(cleanup, stack, ccxt.url, { DATABASE_URL: backend.database });
  const binance = { name: 'binance', enabled: true, has_auth: false, added_at: '2026-03-01T00:00:00Z' };
  expect([gone, again.json, await listed(restarted)]).toEqual([
    [],
    { exchange: binance, permissions: null, warnings: [] },
    [binance],
  ]);
});
