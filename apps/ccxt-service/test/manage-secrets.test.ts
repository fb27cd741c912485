import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { RunningSimulator } from '@neuratrade/exchange-simulator';
import { createCleanup, eventually, findSecrets } from '@neuratrade/test-kit';
import { editFile, manage, openKey, secretOf, startWithKeys } from './managing.js';
import { KEY, newHome, runCcxt, setFault } from './service.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await startWithKeys(cleanup);
});
afterAll(() => cleanup.run());

test('keys show up in no answer, log line or health, whatever is done with them', async () => {
  const keys = ['canary-first-0001', 'canary-second-0002', 'canary-trader-0003', 'canary-refused-0004'];
  const [first = '', second = '', trader = '', wrong = ''] = keys;
  const byHand = { apiKey: 'canary-hand-key-05', secret: 'canary+hand/secret=06' };
  const password = 'canary password 0007';
  await openKey(simulator.url, first);
  await openKey(simulator.url, second);
  await openKey(simulator.url, trader, ['read', 'trade']);
  const home = await newHome(cleanup);
  const ccxt = await runCcxt(home, {
    SIMULATOR_URL: simulator.url,
    LOG_LEVEL: 'debug',
    EXCHANGE_PROBE_TIMEOUT_MS: '1000',
  });
  const texts: string[] = [];
  const told = async (...wish: Parameters<typeof manage> extends [unknown, ...infer R] ? R : never) => {
    const answer = await manage(ccxt, ...wish);
    texts.push(answer.text, JSON.stringify(answer.headers));
    return answer.status;
  };
  const of = (key: string) => ({ key, secret: secretOf(key), password });
  const path = '/simulator';
  const statuses = [
    await told('POST', '', { name: 'simulator', ...of(wrong) }),
    await told('POST', '', { name: 'simulator', ...of(trader) }),
    await told('POST', '', { name: 'simulator', ...of(first) }),
    await told('POST', '', { name: 'simulator', ...of(second) }),
    await told('PATCH', path, of(second)),
    await told('PATCH', path, { ...of(trader), allow_trading_key: true }),
    await told('PATCH', path, { key: trader, secert: secretOf(trader) }),
    await told('PATCH', path, { key: [trader], secret: 5 }),
    await told('POST', `${path}/test`),
  ];
  expect(statuses).toEqual([422, 422, 201, 409, 200, 200, 400, 400, 200]);
  for (const kind of ['html', 'reset', 'hang']) {
    await setFault(simulator.url, { path: '*', kind });
    await told('PATCH', path, of(second));
    await told('POST', `${path}/test`);
    await setFault(simulator.url, 'none');
  }
  editFile(home, { exchanges: [{ name: 'simulator', ...byHand, password }] });
  await eventually(async () => {
    const { json } = await manage(ccxt, 'POST', `${path}/test`);
    expect(json).toEqual(expect.objectContaining({ key: expect.objectContaining({ accepted: false }) }));
  });
  editFile(home, { exchanges: [{ name: 'simulator', ...byHand, account: byHand.secret }] });
  await eventually(async () => {
    await told('GET');
    expect(texts.at(-2)).toContain('must be at most 32');
  });
  for (const at of ['', '/connectivity']) await told('GET', at);
  texts.push((await ccxt.get('/health')).text);
  await ccxt.stop();
  const log = await readFile(join(home, 'logs', 'ccxt.log'), 'utf8');
  expect(log).toContain('Exchanges changed');
  const canaries = [...keys, ...keys.map(secretOf), ...Object.values(byHand), password, KEY];
  const seen = { log, stdout: ccxt.stdout(), stderr: ccxt.stderr(), answers: texts.join('\n') };
  expect(findSecrets(seen, canaries)).toEqual([]);
});
