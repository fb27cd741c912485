import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { RunningSimulator } from '@neuratrade/exchange-simulator';
import { createCleanup, request, type Service } from '@neuratrade/test-kit';
import {
  credentials,
  editFile,
  exchange,
  list,
  manage,
  openKey,
  readFile,
  startWithKeys,
  told,
} from './managing.js';
import { KEY, newHome, runCcxt, setFault } from './service.js';

jest.setTimeout(60_000);

const ROTATIONS = 10;
const REQUESTS = 200;

const cleanup = createCleanup();
let simulator: RunningSimulator;
let home: string;
let ccxt: Service;

beforeAll(async () => {
  simulator = await startWithKeys(cleanup);
  for (const key of ['key-0', 'key-1']) await openKey(simulator.url, key);
  home = await newHome(cleanup);
  ccxt = await runCcxt(home, { SIMULATOR_URL: simulator.url, EXCHANGE_PROBE_TIMEOUT_MS: '10000' });
  cleanup.add(() => ccxt.stop());
});
afterAll(() => cleanup.run());

const ticker = () =>
  request(`${ccxt.url}/api/v1/ticker?exchange=simulator&symbol=BTC/USDT`, {
    headers: { 'x-api-key': KEY },
    timeoutMs: 20_000,
  });
const accountsOf = () =>
  (readFile(home).content as { exchanges: { account: string }[] }).exchanges.map(({ account }) => account);

describe('at the same time', () => {
  test('ten adds of one exchange are one that is made and nine that are told of it', async () => {
    const wishes = Array.from({ length: 10 }, () => ({ name: 'simulator', ...credentials('key-0') }));
    const answers = await Promise.all(wishes.map((wish) => manage(ccxt, 'POST', '', wish)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 409, 409, 409, 409, 409, 409, 409, 409, 409]);
    expect(told(await manage(ccxt, 'GET'))).toEqual([
      200,
      list('file', [exchange('simulator', { has_auth: true })]),
    ]);
  });

  test('ten adds, changes and removals of several all land', async () => {
    const accounts = Array.from({ length: 10 }, (_, index) => `account-${index}`);
    const each = (work: (account: string) => Promise<{ status: number }>) =>
      Promise.all(accounts.map(async (account) => (await work(account)).status));
    const added = await each((account) =>
      manage(ccxt, 'POST', '', { name: 'simulator', account, ...credentials('key-1') }),
    );
    expect([added, accountsOf().slice(1).sort()]).toEqual([accounts.map(() => 201), accounts]);
    const changed = await each((account) =>
      manage(ccxt, 'PATCH', `/simulator?account=${account}`, { enabled: false }),
    );
    const listed = (await manage(ccxt, 'GET')).json as { exchanges: { enabled: boolean }[] };
    expect([changed, listed.exchanges.filter(({ enabled }) => enabled).length]).toEqual([
      accounts.map(() => 200),
      1,
    ]);
    const removed = await each((account) => manage(ccxt, 'DELETE', `/simulator?account=${account}`));
    expect([removed, accountsOf()]).toEqual([accounts.map(() => 200), [undefined]]);
  });

  test('a change by hand and one over HTTP both count', async () => {
    const [entry] = (readFile(home).content as { exchanges: object[] }).exchanges;
    editFile(home, { exchanges: [entry, { name: 'Kraken', enabled: false }] });
    const added = await manage(ccxt, 'POST', '', { name: 'okx' });
    expect(added.status).toBe(201);
    expect(readFile(home)).toEqual({
      mode: '600',
      content: { exchanges: [entry, { name: 'Kraken', enabled: false }, { name: 'okx', enabled: true }] },
    });
    expect(told(await manage(ccxt, 'GET'))).toEqual([
      200,
      list('file', [
        exchange('simulator', { has_auth: true }),
        exchange('kraken', { enabled: false }),
        exchange('okx'),
      ]),
    ]);
  });
});

describe('no request fails', () => {
  test(`of ${REQUESTS} that run while the key changes`, async () => {
    const answers: number[] = [];
    let left = REQUESTS;
    const ask = async () => {
      while (left-- > 0) answers.push((await ticker()).status);
    };
    const askers = Promise.all(Array.from({ length: 5 }, ask));
    const rotations: number[] = [];
    for (let rotation = 1; rotation <= ROTATIONS; rotation++) {
      const wish = credentials(`key-${rotation % 2}`);
      rotations.push((await manage(ccxt, 'PATCH', '/simulator', wish)).status);
    }
    await askers;
    expect([rotations, answers]).toEqual([
      Array.from({ length: ROTATIONS }, () => 200),
      Array.from({ length: REQUESTS }, () => 200),
    ]);
  });

  test('that is under way while its exchange is disabled or removed', async () => {
    for (const change of [
      () => manage(ccxt, 'PATCH', '/simulator', { enabled: false }),
      () => manage(ccxt, 'DELETE', '/simulator'),
    ]) {
      await manage(ccxt, 'PATCH', '/simulator', { enabled: true });
      expect((await ticker()).status).toBe(200);
      await setFault(simulator.url, { path: '/api/v3/ticker/24hr', kind: 'latency', value: 1_000 });
      let answered = false;
      const running = ticker().finally(() => {
        answered = true;
      });
      await requestsUnderWay();
      const changed = await change();
      expect([changed.status, answered]).toEqual([200, false]);
      expect([(await running).status, (await ticker()).status]).toEqual([200, 404]);
      await setFault(simulator.url, 'none');
    }
  });
});

/** Resolves when the request that was just made has come to the exchange. */
async function requestsUnderWay(): Promise<void> {
  const count = async () => {
    const { json } = await request(`${simulator.url}/_sim/requests`);
    return (json as Record<string, number>)['/api/v3/ticker/24hr'] ?? 0;
  };
  const before = await count();
  const deadline = performance.now() + 500;
  while ((await count()) === before && performance.now() < deadline);
}
