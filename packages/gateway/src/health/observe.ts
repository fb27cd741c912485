import {
  formatTimestamp,
  formatUptime,
  healthDetailsSchema,
  healthSummarySchema,
} from '@neuratrade/health-contracts';
import { type AnswerOrReason, ask } from '../doctor/facts/ask.js';
import { queueNote } from './queue-note.js';
import { type HealthView, partOfDetails, partOfSummary } from './view.js';

/** Where a backend is, the admin key that its details need, and whether it is the one of this home. */
export type Backend = { url: string; key: string | undefined; own: boolean };

const NO_KEY = 'Latency, ages and errors need the admin key: set ADMIN_API_KEY.';
const REFUSED = 'The backend refuses the admin key; latency, ages and errors need it.';

/** Looks at a backend once, for at most a second. Never throws. */
export async function observe({ url, key }: Pick<Backend, 'url' | 'key'>): Promise<HealthView> {
  const [health, details] = await Promise.all([
    ask(`${url}/health`),
    key === undefined ? undefined : ask(`${url}/api/v1/health/details`, key),
  ]);
  const checked = { url: withoutPassword(url), checked_at: formatTimestamp(new Date()) };
  const summary = healthSummarySchema.safeParse(health.answered ? health.body : undefined);
  if (!health.answered || !summary.success || (health.status !== 200 && health.status !== 503)) {
    const note = health.answered ? `unexpected answer (HTTP ${health.status})` : health.reason;
    const nothing = { version: null, uptime: null, services: [] };
    return { status: 'unreachable', ready: false, ...checked, ...nothing, note };
  }
  return { status: summary.data.status, ready: health.status === 200, ...checked, ...parts(health, details) };
}

/** The URL as it may be shown. */
function withoutPassword(url: string): string {
  const shown = new URL(url);
  if (shown.username === '' && shown.password === '') return url;
  shown.username = '';
  shown.password = '';
  return shown.href.replace(/\/+$/, '');
}

function parts(
  health: { body: unknown },
  details: AnswerOrReason | undefined,
): Pick<HealthView, 'version' | 'uptime' | 'note' | 'services'> {
  const parsed = healthDetailsSchema.safeParse(details?.answered ? details.body : undefined);
  if (parsed.success) {
    const { checks, timestamp, version, uptime_seconds, telegram_queue: queue } = parsed.data;
    const services = Object.entries(checks).map(([name, check]) => partOfDetails(name, check, timestamp));
    return { version, uptime: formatUptime(uptime_seconds), note: queueNote(queue), services };
  }
  const { services, version, uptime } = health.body as { services: object } & Record<string, unknown>;
  return {
    version: typeof version === 'string' ? version : null,
    uptime: typeof uptime === 'string' ? uptime : null,
    note: noteOn(details),
    services: Object.entries(services).map(([name, word]) => partOfSummary(name, String(word))),
  };
}

function noteOn(details: AnswerOrReason | undefined): string {
  if (details === undefined) return NO_KEY;
  if (!details.answered) return `No details: ${details.reason}.`;
  return details.status === 401 ? REFUSED : `No details: unexpected answer (HTTP ${details.status}).`;
}
