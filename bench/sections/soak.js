import { setTimeout as sleep } from 'node:timers/promises';
import { median } from 'simple-statistics';
import { createAsker, isHealthy, until } from '../lib/asking.js';
import { fixed, megabytes, percent, table, whole } from '../lib/format.js';
import { createLoad } from '../lib/load.js';
import { memoryOf, OURS } from '../lib/memory.js';
import { createStack } from '../lib/stack.js';

const PATHS = ['/health', '/ready', '/live', '/api/v1/health/details'];
const PATHS_IF_THERE = ['/api/v1/health/uptime?window=24h', '/api/v1/health/history?service=database'];
const MINUTE_MS = 60_000;
const SAMPLES_PER_MINUTE = 12;
const SETTLED_AFTER_MINUTES = 5;
const MAY_GROW_BY = 0.1;
const CONNECTIONS = 10;

export const soak = {
  title: 'Soak',
  about: [
    'A whole installation under steady requests, spread evenly over the probe endpoints and the health API. Memory in MB at the end of',
    `each minute, as the median of ${SAMPLES_PER_MINUTE} samples within it: resident, and for PostgreSQL that of all its processes together.`,
  ],

  async run({ cleanup, minutes, rate, say }) {
    const stack = await createStack(cleanup);
    await stack.start();
    const requests = await findRequests(stack, cleanup);
    say(`${rate} requests/s over ${requests.map(({ path }) => path).join(', ')}`);
    const before = pidsOf(stack);
    const load = createLoad(cleanup);
    const options = { url: stack.url('BACKEND_PORT'), connections: CONNECTIONS, overallRate: rate, requests };
    const [answered, memory] = await Promise.all([
      load.run({ ...options, duration: minutes * 60 }),
      sample(stack, minutes, say),
    ]);
    const restarted = Object.entries(pidsOf(stack)).filter(([name, pid]) => pid !== before[name]);
    return {
      text: [memoryTable(memory), loadTable(answered)],
      targets: judge({ memory, answered, restarted: restarted.map(([name]) => name) }),
    };
  },
};

/** Whatever of the health API is there. */
async function findRequests(stack, cleanup) {
  const headers = { 'x-api-key': await stack.setting('admin_api_key') };
  const statusOf = async (path) => {
    const asker = cleanup.use(createAsker(stack.url('BACKEND_PORT', path), headers));
    if (path === '/health') await until('a healthy stack', asker.ask, isHealthy);
    return (await asker.ask())?.status;
  };
  const paths = [];
  for (const path of [...PATHS, ...PATHS_IF_THERE]) {
    const status = await statusOf(path);
    if (status === 200) paths.push(path);
    else if (status !== 404 || PATHS.includes(path)) throw new Error(`${path} answers ${status}.`);
  }
  return paths.map((path) => ({ path, headers }));
}

/** Memory by process, for each minute. */
async function sample(stack, minutes, say) {
  const startedAt = performance.now();
  const rows = [];
  for (let minute = 1; minute <= minutes; minute++) {
    const samples = [];
    for (let count = 1; count <= SAMPLES_PER_MINUTE; count++) {
      const at = startedAt + (minute - 1 + count / SAMPLES_PER_MINUTE) * MINUTE_MS;
      await sleep(at - performance.now());
      samples.push(memoryOf(stack));
    }
    const row = Object.fromEntries(
      Object.keys(samples[0]).map((name) => [name, median(samples.map((each) => each[name]))]),
    );
    rows.push(row);
    const told = Object.entries(row).map(([name, bytes]) => `${name} ${megabytes(bytes)}`);
    say(`minute ${minute}: ${told.join(', ')} MB`);
  }
  return rows;
}

const pidsOf = (stack) =>
  Object.fromEntries([...OURS, 'redis', 'database'].map((name) => [name, stack.pid(name)]));

/** How much each process has grown since it had settled; undefined when it was not watched for longer than that. */
function growthOf(memory) {
  const settled = memory[SETTLED_AFTER_MINUTES - 1];
  const last = memory.at(-1);
  if (settled === undefined || settled === last) return undefined;
  return Object.fromEntries(Object.entries(last).map(([name, bytes]) => [name, bytes / settled[name] - 1]));
}

function memoryTable(memory) {
  const names = Object.keys(memory[0]);
  const rows = memory.map((row, index) => [String(index + 1), ...names.map((name) => megabytes(row[name]))]);
  const growth = growthOf(memory);
  if (growth)
    rows.push([`since minute ${SETTLED_AFTER_MINUTES}`, ...names.map((name) => percent(growth[name]))]);
  return table([['minute', ...names], ...rows]);
}

function loadTable({ answers, perSecond, p50, p99, max, errors, statuses }) {
  const figures = [whole(answers), fixed(perSecond, 1), fixed(p50), fixed(p99), fixed(max)];
  return table(
    [
      ['answers', 'answers/s', 'p50 ms', 'p99 ms', 'slowest ms', 'statuses', 'errors'],
      [...figures, Object.keys(statuses).join(', '), whole(errors)],
    ],
    { left: 0 },
  );
}

function judge({ memory, answered, restarted }) {
  const growth = growthOf(memory);
  const failed = answered.answers - (answered.statuses['200'] ?? 0) + answered.errors;
  const grown = OURS.map((name) => ({
    what: `Memory of ${name} in minute ${memory.length} is at most ${MAY_GROW_BY * 100} % above that in minute ${SETTLED_AFTER_MINUTES}`,
    measured: growth && percent(growth[name]),
    passed: growth && growth[name] <= MAY_GROW_BY,
  }));
  return [
    ...(growth ? grown : []),
    { what: 'Every request is answered by 200', measured: `${whole(failed)} not`, passed: failed === 0 },
    {
      what: 'No process ends',
      measured: restarted.length === 0 ? 'none' : restarted.join(', '),
      passed: restarted.length === 0,
    },
  ];
}
