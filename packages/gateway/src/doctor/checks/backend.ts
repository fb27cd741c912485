import { type HealthDetails, healthDetailsSchema } from '@neuratrade/health-contracts';
import { formatMs } from '../../render/quantities.js';
import type { Check } from '../check.js';
import type { DoctorContext } from '../context.js';
import { type AnswerOrReason, ask, latencyOf } from '../facts/ask.js';
import { type Finding, failed, ok, skipped, warning } from '../finding.js';
import { keyRemedy, NEEDS_GATEWAY, noKey, processRemedy } from '../remedy.js';

const ID = 'backend';
const LONG_BLOCK_MS = 1_000;

export const backend: Check = {
  id: ID,
  async run(context) {
    if (context.state === undefined) return [skipped(ID, NEEDS_GATEWAY)];
    const url = context.url(ID);
    const [health, details] = await Promise.all([
      ask(`${url}/health`),
      ask(`${url}/api/v1/health/details`, context.env.ADMIN_API_KEY),
    ]);
    if (!health.answered) return [await unreachable(context, health.reason)];
    const { status } = (health.body ?? {}) as { status?: unknown };
    if (typeof status !== 'string' || (health.status !== 200 && health.status !== 503)) {
      const remedy = `See what answers at ${url}: curl -i ${url}/health`;
      return [
        failed(ID, `unexpected answer (HTTP ${health.status})`, remedy, { http_status: health.status }),
      ];
    }
    const latency_ms = await latencyOf(`${url}/health`, health);
    const text = `answers in ${formatMs(latency_ms)}, says ${status} (${url})`;
    return [
      ok(ID, text, { latency_ms, health: status, http_status: health.status }),
      ...inside(details, context),
    ];
  },
};

async function unreachable(context: DoctorContext, reason: string): Promise<Finding> {
  const row = await context.row(ID);
  const why = row?.reason ?? reason;
  return failed(ID, why, processRemedy(row, ID), { reason: why });
}

function inside(details: AnswerOrReason, { given, env }: DoctorContext): Finding[] {
  if (!details.answered) return [];
  if (details.status === 401 && !env.ADMIN_API_KEY?.trim()) {
    return [skipped('backend.key', noKey('ADMIN_API_KEY'))];
  }
  if (details.status === 401) {
    const remedy = keyRemedy('ADMIN_API_KEY', given);
    return [warning('backend.key', 'refuses the ADMIN_API_KEY that is set here', remedy)];
  }
  const parsed = healthDetailsSchema.safeParse(details.body);
  return parsed.success ? [judgeLoop(parsed.data), judgePool(parsed.data)] : [];
}

/** Whether the backend was able to look all the time. */
export function judgeLoop({ observer, uptime_seconds }: HealthDetails): Finding {
  const { loop_blocked_ms: blocked, longest_block_ms: longest } = observer;
  const values = { loop_blocked_ms: blocked, longest_block_ms: longest, uptime_seconds };
  const id = 'backend.event_loop';
  if (blocked === 0) return ok(id, 'never blocked', values);
  const text = `blocked for ${formatMs(blocked)} since the start, ${formatMs(longest)} at a time`;
  if (longest < LONG_BLOCK_MS) return ok(id, text, values);
  const remedy = 'This machine was overloaded, swapping or suspended: look at top and vmstat 1.';
  return warning(id, text, remedy, values);
}

/** Whether the backend has database connections to spare. */
export function judgePool({ database_pool: pool }: HealthDetails): Finding {
  const id = 'backend.pool';
  const text = `${pool.in_use} of ${pool.max} database connections in use`;
  if (!pool.saturated) return ok(id, text, pool);
  const remedy =
    'Slow statements hold them: see the line on slow statements, and who waits in pg_stat_activity.';
  return warning(id, `${text}, ${pool.waiting} waiting`, remedy, pool);
}
