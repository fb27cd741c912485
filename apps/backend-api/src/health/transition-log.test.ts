import { describe, expect, test } from '@jest/globals';
import type { Transition } from '@neuratrade/service-kit';
import { createTransitionLog } from './transition-log.js';

const transition = (reason: string): Transition => ({
  from: 'up',
  to: 'down',
  reason,
  at: new Date(0),
  lastedMs: 1,
});

const setUp = () => {
  const stored: (string | null)[] = [];
  const lines: [string, string, unknown][] = [];
  const table = { reachable: true, refuses: 'nothing' };
  const at = (level: string) => (msg: string, fields?: unknown) => void lines.push([level, msg, fields]);
  const log = createTransitionLog({
    insert: async (rows) => {
      if (!table.reachable) throw new Error('away');
      if (rows.some(({ reason }) => reason === table.refuses)) throw new Error('refused');
      stored.push(...rows.map(({ reason }) => reason));
    },
    reasonOf: (error) => (error as Error).message,
    isRefused: (error) => (error as Error).message === 'refused',
    logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    retryMs: 10,
  });
  return { log, stored, lines, table };
};

const until = async (holds: () => boolean): Promise<void> => {
  for (const end = Date.now() + 5_000; !holds() && Date.now() < end; )
    await new Promise((wake) => setTimeout(wake, 5));
  expect(holds()).toBe(true);
};

describe('the transition log', () => {
  test('keeps what happens before its table exists, in order', async () => {
    const { log, stored } = setUp();
    log.add('redis', transition('1'));
    log.add('redis', transition('2'));
    expect(stored).toEqual([]);
    log.open();
    log.add('redis', transition('3'));
    await until(() => stored.length === 3);
    expect(stored).toEqual(['1', '2', '3']);
  });

  test('says once that it drops the oldest when too many wait', async () => {
    const { log, stored, lines } = setUp();
    for (let n = 0; n < 10_003; n++) log.add('redis', transition(String(n)));
    expect(lines).toEqual([
      ['warn', 'Too many health transitions wait for the database: the oldest are dropped', undefined],
    ]);
    log.open();
    await until(() => stored.length === 10_000);
    expect([stored[0], stored.at(-1)]).toEqual(['3', '10002']);
  });

  test('waits for a database that is away, says so once, and stores everything afterwards', async () => {
    const { log, stored, lines, table } = setUp();
    table.reachable = false;
    log.open();
    for (const reason of ['1', '2', '3']) {
      log.add('ccxt', transition(reason));
      await new Promise((wake) => setTimeout(wake, 30));
    }
    expect([stored, lines]).toEqual([
      [],
      [['warn', 'Health transitions wait for the database', { error: 'away' }]],
    ]);
    table.reachable = true;
    await until(() => stored.length === 3);
    expect(stored).toEqual(['1', '2', '3']);
  });

  test('a row that is refused is told and does not hold up the others', async () => {
    const { log, stored, lines, table } = setUp();
    table.refuses = 'poison';
    for (const reason of ['1', 'poison', '2']) log.add('telegram', transition(reason));
    log.open();
    await until(() => stored.length === 2);
    expect(stored).toEqual(['1', '2']);
    expect(lines).toEqual([
      ['error', 'Health transition refused by the database', { service: 'telegram', at: new Date(0) }],
    ]);
  });

  test('says at the end how much could not be stored', async () => {
    const { log, lines, table } = setUp();
    table.reachable = false;
    log.add('database', transition('1'));
    log.open();
    await log.close();
    expect(lines.at(-1)).toEqual(['warn', 'Health transitions not stored', { count: 1 }]);
  });
});
