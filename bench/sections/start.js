import { median } from 'simple-statistics';
import { createAsker, isHealthy, until } from '../lib/asking.js';
import { megabytes, seconds, table } from '../lib/format.js';
import { memoryOf } from '../lib/memory.js';
import { createStack } from '../lib/stack.js';

const ANSWERING_WITHIN_MS = 8_000;
const SERVICES = ['BACKEND_PORT', 'CCXT_PORT', 'TELEGRAM_PORT'];

export const start = {
  title: 'Start',
  about: [
    '`make start` of a built installation that has run before, stopped in between. *Answering*: `/health` of all three services answers 200.',
    '*Healthy*: the composite health is `healthy`. *Returned*: the command is done. Seconds from the call; beneath, the memory of each process',
    'after the last start.',
  ],

  async run({ cleanup, starts, say }) {
    const stack = await createStack(cleanup);
    await stack.makeStart();
    const results = [];
    for (let count = 0; count < starts; count++) {
      await stack.stop();
      const result = await startOnce(stack);
      results.push(result);
      say(`start ${count + 1}: all answering after ${seconds(result.answering)} s`);
    }
    const answering = results.map((result) => result.answering);
    return {
      text: [startTable(results), memoryTable(memoryOf(stack))],
      targets: [
        {
          what: `All services answer within ${ANSWERING_WITHIN_MS / 1_000} s of a warm \`make start\` (slowest of ${starts})`,
          measured: `${seconds(Math.max(...answering))} s`,
          passed: Math.max(...answering) <= ANSWERING_WITHIN_MS,
        },
      ],
    };
  },
};

async function startOnce(stack) {
  const calledAt = performance.now();
  const command = stack.makeStart().then(() => performance.now());
  const answered = SERVICES.map((variable) => wait(stack, variable, (answer) => answer?.status === 200));
  const healthy = wait(stack, 'BACKEND_PORT', isHealthy);
  const [returnedAt, healthyAt, ...answeredAt] = await Promise.all([command, healthy, ...answered]);
  return {
    answering: Math.max(...answeredAt) - calledAt,
    healthy: healthyAt - calledAt,
    returned: returnedAt - calledAt,
  };
}

async function wait(stack, variable, done) {
  const asker = createAsker(stack.url(variable, '/health'));
  try {
    return await until(`an answer at ${variable}`, asker.ask, done, { everyMs: 20 });
  } finally {
    await asker.close();
  }
}

function startTable(results) {
  const rows = ['answering', 'healthy', 'returned'].map((figure) => {
    const values = results.map((result) => result[figure]);
    return [figure, ...[Math.min(...values), median(values), Math.max(...values)].map(seconds)];
  });
  return table([['', 'fastest', 'median', 'slowest'], ...rows]);
}

const memoryTable = (memory) =>
  table([['process', 'MB'], ...Object.entries(memory).map(([name, bytes]) => [name, megabytes(bytes)])]);
