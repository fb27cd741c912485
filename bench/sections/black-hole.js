import { setTimeout as sleep } from 'node:timers/promises';
import { createAsker, servicesOf, until } from '../lib/asking.js';
import { countWrong } from '../lib/counting.js';
import { fixed, table, times, whole } from '../lib/format.js';
import { countAll, createLine } from '../lib/line.js';
import { createLoad, loadOn } from '../lib/load.js';
import { startBackend, startDependencies, startTerminus } from '../lib/parts.js';
import { interleave, medianOf, ratioOf } from '../lib/rounds.js';

const PARTS = ['postgres', 'redis', 'ccxt', 'telegram'];
const TIMES_HEALTHY = 1.5;
/** Less than this per answer is the probes' own rhythm: one more or less of them falls into a round. */
const NOTHING = 0.001;
/** A second is how long terminus waits for its siblings. */
const TERMINUS_SECONDS = 4;
const AT_REST_SECONDS = 10;
const HEALTHY = 'ours, healthy';
const HOLED = 'ours, all black-holed';
const TERMINUS_HOLED = 'terminus, all black-holed';

export const blackHole = {
  title: 'Every dependency black-holed',
  about: [
    '`/health` of two backends with their default settings, one with healthy dependencies, one whose four dependencies all keep accepting',
    'connections and never answer. Beside them terminus over four siblings that do the same, with a timeout of one second for each, as the',
    'backend has. Everything on its way to a dependency passes a line that counts it: *upstream* is the messages per second on the four',
    'lines together. 50 connections by autocannon.',
  ],

  async run({ cleanup, rounds, seconds, say }) {
    const subjects = await startSubjects(cleanup);
    const load = createLoad(cleanup);
    const atRest = await measureAtRest(subjects);
    const ask = ({ url, pid }, duration) => loadOn(load, pid, { url, duration, connections: 50 });
    for (const subject of Object.values(subjects)) await ask(subject, 2);
    const results = await interleave(subjects, rounds, async (subject, { name, round }) => {
      const { lines } = subject;
      const before = countAll(lines);
      const result = await ask(subject, name === TERMINUS_HOLED ? TERMINUS_SECONDS : seconds);
      const upstream = countAll(lines).messages - before.messages;
      say(`round ${round + 1}: ${name}: p99 ${fixed(result.p99)} ms, upstream ${upstream} messages`);
      return { ...result, upstream: upstream / result.seconds };
    });
    return { text: [resultTable(results, atRest)], targets: judge(results, atRest) };
  },
};

async function startSubjects(cleanup) {
  const dependencies = await startDependencies(cleanup);
  const backend = async () => {
    const lines = await linesTo(cleanup, PARTS, dependencies);
    const server = await startBackend(cleanup, await dependencies.databaseUrl(), portsOf(lines));
    return { pid: server.pid, url: `${server.url}/health`, lines };
  };
  const terminus = async () => {
    const { httpDatabase: database, httpRedis: redis, ccxt, telegram } = dependencies;
    const siblings = { database, redis, ccxt, telegram };
    const lines = await linesTo(cleanup, Object.keys(siblings), siblings);
    const server = await startTerminus(cleanup, portsOf(lines));
    return { pid: server.pid, url: `${server.url}/health`, lines };
  };
  const subjects = {
    [HEALTHY]: await backend(),
    [HOLED]: await backend(),
    [TERMINUS_HOLED]: await terminus(),
  };
  for (const name of [HOLED, TERMINUS_HOLED])
    for (const line of Object.values(subjects[name].lines)) line.blackHole();
  const asker = cleanup.use(createAsker(subjects[HOLED].url));
  await until('the backend to miss all four', asker.ask, (answer) => {
    const told = Object.values(servicesOf(answer));
    return told.length === PARTS.length && told.every((status) => status.startsWith('unhealthy'));
  });
  return subjects;
}

async function linesTo(cleanup, names, ports) {
  const lines = await Promise.all(
    names.map(async (name) => [name, cleanup.use(await createLine(ports[name]))]),
  );
  return Object.fromEntries(lines);
}

const portsOf = (lines) => Object.fromEntries(Object.entries(lines).map(([name, { port }]) => [name, port]));

/** Messages per second that go upstream while nobody asks, by subject. */
async function measureAtRest(subjects) {
  const before = Object.values(subjects).map(({ lines }) => countAll(lines).messages);
  const start = performance.now();
  await sleep(AT_REST_SECONDS * 1_000);
  const lasted = (performance.now() - start) / 1_000;
  const rates = Object.entries(subjects).map(([name, { lines }], index) => [
    name,
    (countAll(lines).messages - before[index]) / lasted,
  ]);
  return Object.fromEntries(rates);
}

const upstreamUnderLoad = (rounds) => {
  const messages = rounds.reduce((sum, { upstream, seconds }) => sum + upstream * seconds, 0);
  return messages / rounds.reduce((sum, { seconds }) => sum + seconds, 0);
};

/** Upstream messages that one answer causes, beyond what goes upstream anyway. */
function perAnswer(rounds, atRest) {
  const caused = Math.max(upstreamUnderLoad(rounds) - atRest, 0);
  return caused / medianOf(rounds, 'perSecond');
}

function resultTable(results, atRest) {
  const head = [
    '',
    'status',
    'answers/s',
    'p50 ms',
    'p99 ms',
    'errors',
    'upstream/s at rest',
    'upstream/s under load',
    'per answer',
  ];
  const rows = Object.entries(results).map(([name, rounds]) => [
    name,
    [...new Set(rounds.flatMap(({ statuses }) => Object.keys(statuses)))].join(', '),
    whole(medianOf(rounds, 'perSecond')),
    fixed(medianOf(rounds, 'p50')),
    fixed(medianOf(rounds, 'p99')),
    whole(rounds.reduce((sum, { errors }) => sum + errors, 0)),
    fixed(atRest[name], 1),
    fixed(upstreamUnderLoad(rounds), 1),
    fixed(perAnswer(rounds, atRest[name]), 5),
  ]);
  return table([head, ...rows]);
}

function judge(results, atRest) {
  const healthy = results[HEALTHY];
  const holed = results[HOLED];
  const ratio = ratioOf(holed, healthy, 'p99');
  const wrong = countWrong(healthy, '200') + countWrong(holed, '503');
  const upstream = [HEALTHY, HOLED].map((name) => {
    const caused = perAnswer(results[name], atRest[name]);
    return {
      what: `A request causes no upstream call (${name}: fewer than ${NOTHING} messages per answer)`,
      measured: fixed(caused, 5),
      passed: caused < NOTHING,
    };
  });
  return [
    {
      what: `p99 of \`/health\` with all four black-holed is at most ${TIMES_HEALTHY} × the healthy one`,
      measured: times(ratio),
      passed: ratio.median <= TIMES_HEALTHY,
    },
    ...upstream,
    {
      what: 'Every request to ours is answered, by 200 with healthy dependencies and by 503 without any',
      measured: `${whole(wrong)} not`,
      passed: wrong === 0,
    },
  ];
}
