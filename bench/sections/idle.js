import { setTimeout as sleep } from 'node:timers/promises';
import { percent, table } from '../lib/format.js';
import { OURS } from '../lib/memory.js';
import { usageOf } from '../lib/processes.js';
import { createStack } from '../lib/stack.js';

const OF_ONE_CORE = 0.03;
const SETTLE_MS = 10_000;

export const idle = {
  title: 'Idle',
  about: [
    'Processor time, in percent of one core, of a healthy installation that nobody asks anything: probes, exchange checks and the bot',
    'go on as ever. Measured from ten seconds after the start on.',
  ],

  async run({ cleanup, idleSeconds, say }) {
    const stack = await createStack(cleanup);
    await stack.start();
    await sleep(SETTLE_MS);
    const pids = OURS.map((name) => [name, stack.pid(name)]);
    const before = pids.map(([, pid]) => usageOf(pid).cpuSeconds);
    const startedAt = performance.now();
    say(`measuring for ${idleSeconds} s`);
    await sleep(idleSeconds * 1_000);
    const lasted = (performance.now() - startedAt) / 1_000;
    const shares = pids.map(([name, pid], index) => [
      name,
      (usageOf(pid).cpuSeconds - before[index]) / lasted,
    ]);
    const together = shares.reduce((sum, [, share]) => sum + share, 0);
    return {
      text: [
        table([
          ['process', 'of one core'],
          ...[...shares, ['together', together]].map(([name, share]) => [name, percent(share)]),
        ]),
      ],
      targets: [
        {
          what: `All our processes together take less than ${percent(OF_ONE_CORE)} of one core (over ${idleSeconds} s)`,
          measured: percent(together),
          passed: together < OF_ONE_CORE,
        },
      ],
    };
  },
};
