import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type RunningSimulator, startSimulator } from '@neuratrade/exchange-simulator';
import type { ExchangeConnectivity } from '@neuratrade/health-contracts';
import { createCleanup, eventually, readLog, type Service } from '@neuratrade/test-kit';
import { editFile, exchange, list, manage, told } from './managing.js';
import { newHome, runCcxt } from './service.js';

jest.setTimeout(60_000);

/** About two seconds, with room for a busy machine. */
const SOON = { timeoutMs: 4_000 };
const SIMULATOR = { name: 'simulator', apiKey: 'key-of-the-file', secret: 'secret-of-the-file' };
const SIGNED_IN = exchange('simulator', { has_auth: true });

const cleanup = createCleanup();
let simulator: RunningSimulator;
let home: string;
let file: string;
let ccxt: Service;

beforeAll(async () => {
  simulator = await startSimulator();
  cleanup.add(() => simulator.close());
  home = await newHome(cleanup);
  file = join(home, 'exchanges.json');
  editFile(home, { exchanges: [SIMULATOR] });
  ccxt = await runCcxt(home, { SIMULATOR_URL: simulator.url, EXCHANGE_PROBE_TIMEOUT_MS: '5000' });
  cleanup.add(() => ccxt.stop());
});
beforeEach(async () => {
  editFile(home, { exchanges: [SIMULATOR] });
  await toBe(list('file', [SIGNED_IN]));
});
afterAll(() => cleanup.run());

const toBe = (expected: object) =>
  eventually(async () => expect(told(await manage(ccxt, 'GET'))).toEqual([200, expected]), SOON);
const connectivity = async () => (await manage(ccxt, 'GET', '/connectivity')).json as ExchangeConnectivity;
const warnings = async () => {
  const log = await readLog(join(home, 'logs', 'ccxt.log'));
  return log.filter(({ msg }) => msg === 'Exchanges file not taken over').map(({ error }) => error);
};

describe('a change of exchanges.json by hand', () => {
  test('is taken over without a restart, and what stays is not checked anew', async () => {
    const before = (await connectivity()).exchanges[0];
    editFile(home, { exchanges: [{ name: 'kraken', enabled: false }, SIMULATOR, { name: 'okx' }] });
    await toBe(list('file', [exchange('kraken', { enabled: false }), SIGNED_IN, exchange('okx')]));
    const [first, second] = (await connectivity()).exchanges;
    expect([first?.name, first?.status, second?.name]).toEqual(['simulator', 'up', 'okx']);
    expect(before?.status).toBe('up');
    const log = await readLog(join(home, 'logs', 'ccxt.log'));
    const connected = log.filter(
      (line) => line.msg === 'Exchange connected' && line.exchange === 'simulator',
    );
    expect(connected.length).toBe(1);
    expect((await ccxt.get('/ready')).status).toBe(200);
  });

  test('is taken over when another file takes its place, as editors and Kubernetes do it', async () => {
    const draft = join(home, 'draft.json');
    writeFileSync(draft, JSON.stringify({ exchanges: [{ name: 'okx', enabled: false }] }), { mode: 0o600 });
    renameSync(draft, file);
    await toBe(list('file', [exchange('okx', { enabled: false })]));
  });

  test('of a key alone changes the revision', async () => {
    const revision = async () => ((await manage(ccxt, 'GET')).json as { revision: string }).revision;
    const before = await revision();
    editFile(home, { exchanges: [{ ...SIMULATOR, secret: 'another-secret' }] });
    await eventually(async () => expect(await revision()).not.toBe(before), SOON);
  });

  test('that deletes it leaves no exchange, and the simulator stands in', async () => {
    rmSync(file);
    await toBe(list('simulator', [exchange('simulator')]));
  });

  test('is taken over at once with SIGHUP', async () => {
    editFile(home, { exchanges: [] });
    process.kill(ccxt.pid, 'SIGHUP');
    await toBe(list('simulator', [exchange('simulator')]));
  });
});

describe('a change that cannot be taken over', () => {
  test.each([
    ['bad JSON', '{"exchanges":[{"secret":"CANARY"', 'FILE is no valid JSON: correct it, or start anew'],
    ['an unknown field', { exchanges: [{ name: 'okx', apikey: 'CANARY' }] }, 'has an unknown key apikey'],
    ['an unknown exchange', { exchanges: [{ name: 'binanse' }] }, 'did you mean binance?'],
    ['half a key', { exchanges: [{ name: 'okx', apiKey: 'CANARY' }] }, 'exchanges[0].secret is not set'],
    ['a name twice', { exchanges: [SIMULATOR, SIMULATOR] }, 'simulator is listed twice'],
  ])(
    'because of %s keeps what was, says so in health, and is over when it is mended',
    async (_, content, why) => {
      const told = (await warnings()).length;
      editFile(home, content);
      const problem = expect.stringContaining(why.replace('FILE', file));
      await toBe(list('file', [SIGNED_IN], problem));
      const report = await connectivity();
      expect([report.configuration_problem, report.exchanges.map(({ name }) => name)]).toEqual([
        problem,
        ['simulator'],
      ]);
      await eventually(async () => {
        const health = await ccxt.get('/health');
        expect([health.status, health.json]).toEqual([
          200,
          expect.objectContaining({ status: 'degraded', exchange_connectivity: 'operational' }),
        ]);
      });
      expect(await warnings()).toEqual([...(await warnings()).slice(0, told), problem]);
      editFile(home, { exchanges: [SIMULATOR] });
      await toBe(list('file', [SIGNED_IN]));
      expect((await ccxt.get('/health')).json).toEqual(expect.objectContaining({ status: 'healthy' }));
    },
  );

  test('because everyone can read it is over when it is private', async () => {
    chmodSync(file, 0o644);
    await toBe(list('file', [SIGNED_IN], expect.stringContaining(`run chmod 600 ${file}`)));
    chmodSync(file, 0o600);
    await toBe(list('file', [SIGNED_IN]));
  });

  test('because it is half written is not told of when the rest comes soon', async () => {
    const before = await warnings();
    const whole = JSON.stringify({ exchanges: [SIMULATOR, { name: 'okx', enabled: false }] });
    writeFileSync(file, whole.slice(0, 40));
    await sleep(120);
    expect(told(await manage(ccxt, 'GET'))).toEqual([200, list('file', [SIGNED_IN])]);
    writeFileSync(file, whole);
    await toBe(list('file', [SIGNED_IN, exchange('okx', { enabled: false })]));
    expect(await warnings()).toEqual(before);
  });
});
