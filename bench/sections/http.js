import { createAsker } from '../lib/asking.js';
import { fixed, table, times, whole } from '../lib/format.js';
import { createLoad, loadOn } from '../lib/load.js';
import { startBackend, startBare, startDependencies, startPeer, startTerminus } from '../lib/parts.js';
import { interleave, medianOf, ratioOf } from '../lib/rounds.js';

const PATHS = ['/live', '/health'];
const OF_BARE = 0.6;
const TIMES_TERMINUS = 20;
/** Node writes these itself, for every server alike. */
const WRITTEN_BY_NODE = ['connection', 'date', 'keep-alive'];

export const http = {
  title: 'Probe endpoints beside their peers',
  about: [
    'The backend with its default settings, on a real PostgreSQL and Redis, beside three peers, each in a process of its own with',
    '`NODE_ENV=production`: *bare* is a `node:http` server that sends the same bytes and headers and does nothing else; *express* is',
    'Express 5 with `response.json` of the same object; *terminus* is @nestjs/terminus on Nest and Express, which pings the health',
    'endpoints of four siblings, bare servers too, for each `/health`, and checks nothing for `/live`. 50 connections by autocannon, one',
    'subject at a time. *CPU* is what the serving process spent on one answer: it stays comparable where the load generator is the limit.',
  ],

  async run({ cleanup, rounds, seconds, say }) {
    const load = createLoad(cleanup);
    const subjects = await startSubjects(cleanup);
    const options = { connections: 50, duration: seconds };
    for (const { url, pid } of Object.values(subjects))
      await loadOn(load, pid, { ...options, url, duration: 2 });
    const results = await interleave(subjects, rounds, async ({ url, pid }, { name, round }) => {
      const result = await loadOn(load, pid, { ...options, url });
      say(`round ${round + 1}: ${name} ${whole(result.perSecond)} answers/s, p99 ${fixed(result.p99)} ms`);
      return result;
    });
    return { text: [resultTable(results)], targets: judge(results) };
  },
};

async function startSubjects(cleanup) {
  const dependencies = await startDependencies(cleanup);
  const backend = await startBackend(cleanup, await dependencies.databaseUrl(), dependencies);
  const answers = Object.fromEntries(
    await Promise.all(PATHS.map(async (path) => [path, await record(backend, path)])),
  );
  const { httpDatabase: database, httpRedis: redis, ccxt, telegram } = dependencies;
  const terminus = await startTerminus(cleanup, { database, redis, ccxt, telegram });
  const express = await startPeer(cleanup, 'express', { ANSWERS: JSON.stringify(answers) });
  const subjects = {};
  for (const path of PATHS) {
    const bare = await startBare(cleanup, answers[path]);
    for (const [name, server] of Object.entries({ ours: backend, bare, express, terminus }))
      subjects[`${name} ${path}`] = { url: server.url + path, pid: server.pid };
  }
  return subjects;
}

/** The answer as another server can send it. */
async function record(backend, path) {
  const asker = createAsker(backend.url + path);
  const { status, headers, body } = await asker.ask();
  await asker.close();
  const own = Object.entries(headers).filter(([name]) => !WRITTEN_BY_NODE.includes(name));
  return { status, headers: Object.fromEntries(own), body };
}

function resultTable(results) {
  const head = ['', 'answers/s', 'of bare', 'p50 ms', 'p99 ms', 'p99 of bare', 'CPU µs', 'not 2xx', 'errors'];
  const rows = Object.entries(results).map(([name, rounds]) => {
    const bare = results[`bare ${name.split(' ')[1]}`];
    return [
      name.replace(/(\S+) (\S+)/, '$1 `$2`'),
      whole(medianOf(rounds, 'perSecond')),
      times(ratioOf(rounds, bare, 'perSecond')),
      fixed(medianOf(rounds, 'p50')),
      fixed(medianOf(rounds, 'p99')),
      times(ratioOf(rounds, bare, 'p99')),
      whole(medianOf(rounds, 'cpuPerAnswer')),
      whole(sum(rounds.map(not2xx))),
      whole(sum(rounds.map(({ errors }) => errors))),
    ];
  });
  return table([head, ...rows]);
}

function judge(results) {
  const ofBare = PATHS.map((path) => {
    const ratio = ratioOf(results[`ours ${path}`], results[`bare ${path}`], 'perSecond');
    return {
      what: `\`${path}\` serves at least ${OF_BARE} of what a bare \`node:http\` server does`,
      measured: times(ratio),
      passed: ratio.median >= OF_BARE,
    };
  });
  const terminus = ratioOf(results['ours /health'], results['terminus /health'], 'perSecond');
  const ours = PATHS.flatMap((path) => results[`ours ${path}`]);
  const failed = sum(ours.map((round) => not2xx(round) + round.errors));
  return [
    ...ofBare,
    {
      what: `\`/health\` serves at least ${TIMES_TERMINUS} × what terminus does`,
      measured: times(terminus, 1),
      passed: terminus.median >= TIMES_TERMINUS,
    },
    {
      what: 'Every request to ours is answered by 2xx',
      measured: `${whole(failed)} not`,
      passed: failed === 0,
    },
  ];
}

const sum = (values) => values.reduce((total, value) => total + value, 0);

const not2xx = ({ statuses }) =>
  sum(Object.entries(statuses).map(([status, count]) => (status.startsWith('2') ? 0 : count)));
