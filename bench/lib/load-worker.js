import { createHistogram } from 'node:perf_hooks';
import autocannon from 'autocannon';

const MS = 1_000;

process.on('message', async (options) => {
  const latency = createHistogram();
  const run = autocannon({ ...options, sampleInt: 250 });
  run.on('response', (_client, _status, _bytes, ms) => latency.record(Math.max(1, Math.round(ms * MS))));
  const result = await run;
  process.send({
    seconds: result.duration,
    statuses: Object.fromEntries(
      Object.entries(result.statusCodeStats).map(([status, { count }]) => [status, count]),
    ),
    errors: result.errors,
    timeouts: result.timeouts,
    answers: latency.count,
    ...(latency.count === 0
      ? { p50: null, p99: null, max: null }
      : {
          p50: latency.percentile(50) / MS,
          p99: latency.percentile(99) / MS,
          max: latency.max / MS,
        }),
  });
});
process.once('disconnect', () => process.exit());
