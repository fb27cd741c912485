import { setTimeout as sleep } from 'node:timers/promises';
import { max, quantile } from 'simple-statistics';
import { createAsker, isHealthy, servicesOf, until } from '../lib/asking.js';
import { seconds, table, whole } from '../lib/format.js';
import { createReturnChecks } from '../lib/returned.js';
import { createStack } from '../lib/stack.js';

const PARTS = ['database', 'redis', 'ccxt', 'telegram'];
const TOLD_WITHIN_MS = 1_500;
const RECOVERED_WITHIN_MS = 2_000;
/** After so many kills of each part everything is started anew, so that the pause before a restart stays at 1 and 2 s. */
const KILLS_PER_START = 2;
/** The probes run once a second: kills fall anywhere between two of them. */
const INTERVAL_MS = 1_000;

export const detection = {
  title: '`kill -9` until `/health` says so, and back',
  about: [
    'A whole installation under the gateway; one part after another is killed at a random moment. *Told*: from the kill until `/health`,',
    'asked every 10 ms, calls the part unhealthy. *Recovered*: from the moment the restarted part takes requests again (PostgreSQL and Redis',
    'by their own protocol, the services by `/live`) until `/health` calls it healthy. *Outage*: from the kill until then, with the pause of',
    `the gateway before the restart, 1 s and 2 s in turn: everything is started anew after every ${KILLS_PER_START} kills of each part.`,
    '*Wrongly told* counts the kills during which another part was called unhealthy. All in seconds.',
  ],

  async run({ cleanup, kills, say }) {
    const stack = await createStack(cleanup);
    const health = cleanup.use(createAsker(stack.url('BACKEND_PORT', '/health')));
    const context = { stack, health, returned: createReturnChecks(stack, cleanup) };
    const results = Object.fromEntries(PARTS.map((part) => [part, []]));
    for (let kill = 0; kill < kills; kill++) {
      if (kill % KILLS_PER_START === 0) {
        await stack.stop();
        await stack.start();
      }
      for (const part of PARTS) {
        const result = await killOne(part, context);
        results[part].push(result);
        say(
          `kill ${kill + 1} of ${part}: told after ${seconds(result.told)} s, recovered ${seconds(result.recovered)} s after its return`,
        );
      }
    }
    return { text: [resultTable(results)], targets: judge(results) };
  },
};

async function killOne(part, { stack, health, returned }) {
  await until('a healthy stack', health.ask, isHealthy);
  await sleep(Math.random() * INTERVAL_MS);
  const others = PARTS.filter((name) => name !== part);
  let wronglyTold = false;
  const saysOf = (predicate) => (answer) => {
    const services = servicesOf(answer);
    wronglyTold ||= others.some((name) => services[name]?.startsWith('unhealthy'));
    return predicate(services[part]);
  };
  const killedAt = performance.now();
  process.kill(stack.pid(part), 'SIGKILL');
  const [{ toldAt, healthyAt }, returnedAt] = await Promise.all([
    untilHealthy(part, health.ask, saysOf),
    untilReturned(part, returned[part]),
  ]);
  return {
    told: toldAt - killedAt,
    recovered: Math.max(healthyAt - returnedAt, 0),
    outage: healthyAt - killedAt,
    wronglyTold,
  };
}

async function untilHealthy(part, ask, saysOf) {
  const toldAt = await until(
    `${part} to be told`,
    ask,
    saysOf((said) => said?.startsWith('unhealthy')),
  );
  const healthyAt = await until(
    `${part} to recover`,
    ask,
    saysOf((said) => said === 'healthy'),
  );
  return { toldAt, healthyAt };
}

async function untilReturned(part, check) {
  await until(`${part} to end`, check, (answers) => !answers);
  return until(`${part} to return`, check, (answers) => answers);
}

const p95 = (values) => quantile(values, 0.95);

function resultTable(results) {
  const head = [
    ...['', 'kills', 'told p50', 'p95', 'max', 'recovered p50', 'p95', 'max'],
    ...['outage p50', 'max', 'wrongly told'],
  ];
  const rows = Object.entries(results).map(([part, kills]) => {
    const [told, recovered, outage] = ['told', 'recovered', 'outage'].map((figure) =>
      kills.map((kill) => kill[figure]),
    );
    const spread = (values) => [quantile(values, 0.5), p95(values), max(values)].map(seconds);
    return [
      part,
      whole(kills.length),
      ...spread(told),
      ...spread(recovered),
      ...[quantile(outage, 0.5), max(outage)].map(seconds),
      whole(kills.filter(({ wronglyTold }) => wronglyTold).length),
    ];
  });
  return table([head, ...rows]);
}

function judge(results) {
  const limits = [
    ['told', 'is told', TOLD_WITHIN_MS],
    ['recovered', 'is healthy again after its return', RECOVERED_WITHIN_MS],
  ];
  return Object.entries(results).flatMap(([part, kills]) =>
    limits.map(([figure, words, limitMs]) => {
      const measured = p95(kills.map((kill) => kill[figure]));
      return {
        what: `${part} killed: ${words} within ${limitMs / 1_000} s (p95 of ${kills.length})`,
        measured: `${seconds(measured)} s`,
        passed: measured <= limitMs,
      };
    }),
  );
}
