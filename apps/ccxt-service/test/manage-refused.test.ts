import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { RunningSimulator } from '@neuratrade/exchange-simulator';
import { createCleanup, type Service, spawnService } from '@neuratrade/test-kit';
import {
  credentials,
  editFile,
  exchange,
  list,
  manage,
  readFile,
  refused,
  startWithKeys,
  told,
} from './managing.js';
import { ENTRY, KEY, newHome, runCcxt } from './service.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await startWithKeys(cleanup, 'reader');
});
afterAll(() => cleanup.run());

async function run(home: string, env: Record<string, string> = {}): Promise<Service> {
  const ccxt = await runCcxt(home, {
    SIMULATOR_URL: simulator.url,
    EXCHANGE_PROBE_TIMEOUT_MS: '5000',
    ...env,
  });
  cleanup.add(() => ccxt.stop());
  return ccxt;
}

test('nothing is changed while the environment says which exchanges are used', async () => {
  const home = await newHome(cleanup);
  editFile(home, { exchanges: [{ name: 'simulator', account: 'second' }] });
  const ccxt = await run(home, { EXCHANGES: 'simulator' });
  const refusal = refused(
    409,
    'conflict',
    'EXCHANGES (which --demo sets too) says which exchanges are used: restart without it, then they can be changed here. Nothing was changed.',
  );
  expect([
    told(await manage(ccxt, 'GET')),
    told(await manage(ccxt, 'POST', '', { name: 'kraken' })),
    told(await manage(ccxt, 'PATCH', '/simulator', { enabled: false })),
    told(await manage(ccxt, 'DELETE', '/simulator')),
  ]).toEqual([
    [200, list('environment', [exchange('simulator'), exchange('simulator', { account: 'second' })])],
    refusal,
    refusal,
    refusal,
  ]);
});

test('a key of the environment is changed there and nowhere else', async () => {
  const home = await newHome(cleanup);
  editFile(home, { exchanges: [{ name: 'simulator' }] });
  const ccxt = await run(home, {
    SIMULATOR_API_KEY: 'reader',
    SIMULATOR_API_SECRET: credentials('reader').secret,
  });
  const refusal = refused(
    409,
    'conflict',
    'The key of simulator comes from the variable SIMULATOR_API_KEY, which counts before exchanges.json: change it there, or unset it and restart. Nothing was changed.',
  );
  expect([
    told(await manage(ccxt, 'GET')),
    told(await manage(ccxt, 'PATCH', '/simulator', credentials('reader'))),
    told(await manage(ccxt, 'PATCH', '/simulator', { key: null })),
  ]).toEqual([[200, list('file', [exchange('simulator', { has_auth: true })])], refusal, refusal]);
  const disabled = await manage(ccxt, 'PATCH', '/simulator', { enabled: false });
  expect([disabled.status, readFile(home).content]).toEqual([
    200,
    { exchanges: [{ name: 'simulator', enabled: false }] },
  ]);
});

test('a broken file is to be mended before anything else is changed', async () => {
  const home = await newHome(cleanup);
  const ccxt = await run(home);
  editFile(home, '{"exchanges":[');
  const file = join(home, 'exchanges.json');
  expect(told(await manage(ccxt, 'POST', '', { name: 'kraken' }))).toEqual(
    refused(
      409,
      'conflict',
      `exchanges.json has to be mended first: ${file} is no valid JSON: correct it, or start anew with {"exchanges":[]}. Nothing was changed.`,
    ),
  );
});

describe('a file that cannot be replaced', () => {
  /** Runs the service as a user who may not write to the folder of the file, which a link leads to. */
  async function runWithoutRights(home: string): Promise<Service> {
    const folder = join(home, 'mounted');
    mkdirSync(folder);
    const file = join(folder, 'exchanges.json');
    writeFileSync(file, '{"exchanges":[{"name":"kraken"}]}', { mode: 0o640 });
    symlinkSync(file, join(home, 'exchanges.json'));
    const isRoot = process.getuid?.() === 0;
    const nobody = 65_534;
    if (isRoot) {
      for (const path of [home, file]) chownSync(path, nobody, nobody);
    }
    chmodSync(folder, 0o555);
    const entry = join(home, 'start.mjs');
    const drop = `process.setgroups([]); process.setgid(${nobody}); process.setuid(${nobody});`;
    writeFileSync(entry, `${isRoot ? drop : ''}\nawait import(${JSON.stringify(ENTRY)});\n`);
    const ccxt = await spawnService({
      ...{ entry, home, portVariable: 'CCXT_PORT', readyPath: '/ready' },
      env: { SERVICE_API_KEY: KEY, SIMULATOR_URL: simulator.url },
    });
    cleanup.add(() => ccxt.stop());
    return ccxt;
  }

  test('is told as read-only, and is to be edited where it comes from', async () => {
    const home = await newHome(cleanup);
    const ccxt = await runWithoutRights(home);
    const refusal = refused(
      409,
      'conflict',
      `${join(home, 'exchanges.json')} cannot be changed from here, as on a read-only mount: edit the file itself where it comes from. Nothing was changed.`,
    );
    const { content } = readFile(home);
    expect([
      told(await manage(ccxt, 'GET')),
      told(await manage(ccxt, 'POST', '', { name: 'simulator', ...credentials('reader') })),
      told(await manage(ccxt, 'PATCH', '/kraken', { enabled: false })),
      told(await manage(ccxt, 'DELETE', '/kraken')),
    ]).toEqual([[200, list('read_only', [exchange('kraken')])], refusal, refusal, refusal]);
    expect(readFile(home).content).toEqual(content);
  });

  test('through a link, but in a folder that can be written to, is changed where the link leads', async () => {
    const home = await newHome(cleanup);
    const folder = join(home, 'elsewhere');
    mkdirSync(folder);
    symlinkSync(join(folder, 'exchanges.json'), join(home, 'exchanges.json'));
    editFile(home, { exchanges: [] }, 0o640);
    const ccxt = await run(home);
    expect((await manage(ccxt, 'POST', '', { name: 'kraken' })).status).toBe(201);
    expect([readFile(folder), readFile(home)]).toEqual(
      [1, 2].map(() => ({ mode: '600', content: { exchanges: [{ name: 'kraken', enabled: true }] } })),
    );
  });
});
