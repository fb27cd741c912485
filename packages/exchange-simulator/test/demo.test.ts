import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { binance } from 'ccxt';
import { connectWithKey } from './client.js';
import { type Running, startProcess } from './process.js';

const CREDENTIALS = { apiKey: 'demo-key-of-the-simulator', secret: 'demo-secret-of-the-simulator' };
const SYMBOLS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'ADA/USDT'];
let home: string;
const started: Running[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'demo-'));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((running) => running.stop()));
  await rm(home, { recursive: true });
});

async function start(env: Record<string, string>, args: string[] = []): Promise<Running> {
  const running = await startProcess({ NEURATRADE_HOME: home, ...env }, args);
  started.push(running);
  return running;
}

async function historyOf(client: binance) {
  const pages = await Promise.all(
    SYMBOLS.map((symbol) => client.fetchMyTrades(symbol, undefined, 1_000, { fromId: 0 })),
  );
  return pages.flat().map(({ info }) => info as { id: string; time: string });
}

async function messagesOf(running: Running) {
  await running.stop();
  const log = await readFile(join(home, 'logs', 'simulator.log'), 'utf8');
  return log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg: string; reason?: string; started_at?: string });
}

describe('the demonstration as a process', () => {
  test('shows the same account after a restart, with what was traded meanwhile', async () => {
    const first = await start({ SIMULATOR_DEMO: 'true' });
    const before = connectWithKey(first.url, CREDENTIALS);
    const history = await historyOf(before);
    await first.stop();
    const remembered = await readFile(join(home, 'data', 'simulator-demo.json'), 'utf8');
    const second = await start({}, ['--demo']);
    const client = connectWithKey(second.url, CREDENTIALS);
    const later = await historyOf(client);
    const known = new Set(history.map(({ id }) => id));
    expect(history.length).toBeGreaterThan(200);
    expect(later.filter(({ id }) => known.has(id))).toEqual(history);
    expect(await readFile(join(home, 'data', 'simulator-demo.json'), 'utf8')).toBe(remembered);
    const rights = await client.sapiGetAccountApiRestrictions();
    expect([rights.enableReading, rights.enableSpotAndMarginTrading, rights.enableWithdrawals]).toEqual([
      ...[true, false, false],
    ]);
    const deposits = await client.fetchDeposits();
    expect(deposits.map(({ currency, amount }) => [currency, amount]).sort()).toEqual([
      ['BNB', '0.2'],
      ['USDT', '10000'],
    ]);
    await expect(client.createOrder('BTC/USDT', 'market', 'buy', 0.01)).rejects.toThrow('-2015');
  });

  test('has the key that the gateway hands to ccxt-service', async () => {
    const source = await readFile(
      join(import.meta.dirname, '..', '..', 'gateway', 'src', 'services', 'ccxt.ts'),
      'utf8',
    );
    expect(source).toContain(`SIMULATOR_API_KEY: '${CREDENTIALS.apiKey}'`);
    expect(source).toContain(`SIMULATOR_API_SECRET: '${CREDENTIALS.secret}'`);
  });

  test('is not there unless it is asked for', async () => {
    const { url } = await start({});
    await expect(connectWithKey(url, CREDENTIALS).fetchBalance()).rejects.toThrow('-2015');
  });

  test('goes on where nothing can be written, and says so', async () => {
    await writeFile(join(home, 'data'), 'a file where the folder should be');
    const running = await start({ SIMULATOR_DEMO: 'true' });
    expect((await connectWithKey(running.url, CREDENTIALS).fetchBalance()).total).toHaveProperty('USDT');
    expect((await messagesOf(running)).map(({ msg, reason }) => [msg, reason])).toEqual([
      ['Starting exchange simulator', undefined],
      ['Demo start unreadable: the demo begins anew', 'ENOTDIR'],
      ['Demo start not kept: the next start shows another history', 'EEXIST'],
      ['Demo account open', undefined],
      ['Server started', undefined],
      ['Stopping', undefined],
      ['Stopped', undefined],
    ]);
  });

  test('begins anew where what it remembers is spoilt', async () => {
    await mkdir(join(home, 'data'));
    await writeFile(join(home, 'data', 'simulator-demo.json'), '{"started_at":"yesterday"}');
    const running = await start({ SIMULATOR_DEMO: 'true' });
    const [, warning, opened] = await messagesOf(running);
    expect([warning?.msg, warning?.reason]).toEqual([
      'Demo start unreadable: the demo begins anew',
      'not the expected content',
    ]);
    expect(JSON.parse(await readFile(join(home, 'data', 'simulator-demo.json'), 'utf8'))).toEqual({
      started_at: opened?.started_at,
    });
  });
});
