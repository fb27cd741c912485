import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createCleanup } from '../src/cleanup.js';
import { eventually } from '../src/eventually.js';
import { contTree, killTree, processTree, stopTree } from '../src/faults/tree.js';
import { makeHome } from '../src/home.js';
import { readLog } from '../src/service/read-log.js';
import { request } from '../src/service/request.js';
import { spawnService } from '../src/service/spawn-service.js';

const cleanup = createCleanup();
let home: string;
let entry: string;

const SERVICE = `
import { createServer } from 'node:http';
import { spawn } from 'node:child_process';
if (process.env.BAD) { console.error('BAD is set'); process.exit(1); }
const child = spawn(process.execPath, ['-e', 'setInterval(() => console.log("tick"), 10)'], { stdio: ['ignore', 'pipe', 'inherit'] });
let ticks = 0;
child.stdout.on('data', () => { ticks += 1; });
const server = createServer((request, response) => response.end(JSON.stringify({ path: request.url, key: request.headers['x-key'], ticks, env: Object.keys(process.env).sort(), child: child.pid })));
server.listen(Number(process.env.DEMO_PORT), '127.0.0.1');
process.on('SIGTERM', () => { child.kill(); server.close(() => { console.log('bye'); process.exit(3); }); });
`;

beforeEach(async () => {
  const made = cleanup.use(await makeHome());
  home = made.path;
  entry = join(home, 'main.mjs');
  await writeFile(entry, SERVICE);
});
afterEach(cleanup.run);

const start = (env: Record<string, string> = {}) =>
  spawnService({ entry, home, env, portVariable: 'DEMO_PORT' });

test('a service runs with its own environment alone, answers, and ends as it was told', async () => {
  const service = cleanup.use(await start({ MODE: 'demo' }));
  const { status, json } = await service.get('/health', { 'x-key': 'k' });
  expect({ status, json }).toEqual({
    status: 200,
    json: {
      path: '/health',
      key: 'k',
      ticks: expect.any(Number),
      env: ['DEMO_PORT', 'HOME', 'MODE', 'NEURATRADE_HOME', 'PATH'],
      child: expect.any(Number),
    },
  });
  expect(await service.stop()).toEqual({ code: 3, signal: null });
  expect([service.stdout(), service.stderr()]).toEqual(['bye\n', '']);
  expect(await service.stop()).toEqual({ code: 3, signal: null });
});

test('a service that ends at its start is told with what it said', async () => {
  await expect(start({ BAD: '1' })).rejects.toThrow('service ended at start (code 1):\nBAD is set\n');
});

test('a stopped tree stands still with its children, and runs on where it was', async () => {
  const service = cleanup.use(await start());
  const ticks = async () => ((await service.get('/')).json as { ticks: number }).ticks;
  const child = ((await service.get('/')).json as { child: number }).child;
  await stopTree(service.pid);
  await expect(request(service.url, { timeoutMs: 100 })).rejects.toThrow('aborted');
  await contTree(service.pid);
  const before = await ticks();
  await eventually(async () => expect(await ticks()).toBeGreaterThan(before));
  await killTree(service.pid);
  expect(await service.exit).toEqual({ code: null, signal: 'SIGKILL' });
  await eventually(async () => expect(await processTree(child)).toEqual([]));
});

test('a log is read line by line, and a line that is no JSON is named', async () => {
  const file = join(home, 'a.log');
  await writeFile(file, '{"msg":"one"}\n{"msg":"two"}\n');
  expect(await readLog(file)).toEqual([{ msg: 'one' }, { msg: 'two' }]);
  await writeFile(file, '{"msg":"one"}\nplain text\n');
  await expect(readLog(file)).rejects.toThrow(`${file}:2 is no JSON object: plain text`);
});
