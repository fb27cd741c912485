import { exchangeConnectivitySchema } from '@neuratrade/health-contracts';
import { formatMs } from '../../render/quantities.js';
import type { Check } from '../check.js';
import type { DoctorContext } from '../context.js';
import { median } from '../facts/median.js';
import { type Finding, failed, ok, warning } from '../finding.js';

const NOTICED_MS = 500;
const REFUSED_MS = 1_000;
const HERE = ['127.0.0.1', 'localhost', '[::1]'];

/** How far another machine's clock is ahead of ours. */
export type ClockReading = { name: string; offset_ms: number };

export const clock: Check = {
  id: 'clock',
  async run(context) {
    const readings = (await Promise.all([ofExchanges(context), ofDatabase(context)])).flat();
    return readings.length === 0 ? [] : [judgeClock(readings)];
  },
};

/** This machine's clock beside the others': exchanges refuse signed requests that are a second ahead of them. */
export function judgeClock(readings: readonly ClockReading[]): Finding {
  const offset = median(readings.map(({ offset_ms }) => offset_ms));
  const values = { offset_ms: offset, readings };
  const beside = `that of ${readings.map(({ name }) => name).join(', ')}`;
  const distance = Math.abs(offset);
  if (distance < NOTICED_MS) return ok('clock', `within ${formatMs(NOTICED_MS)} of ${beside}`, values);
  const text = `${formatMs(distance)} ${offset > 0 ? 'behind' : 'ahead of'} ${beside}`;
  const remedy = 'Let the system keep it right: timedatectl set-ntp true, or run chrony.';
  return distance < REFUSED_MS
    ? warning('clock', text, remedy, values)
    : failed('clock', text, remedy, values);
}

async function ofExchanges({ state, connectivity }: DoctorContext): Promise<ClockReading[]> {
  if (state === undefined) return [];
  const answer = await connectivity();
  const parsed = exchangeConnectivitySchema.safeParse(answer.answered ? answer.body : undefined);
  return (parsed.data?.exchanges ?? []).flatMap(({ name, simulator, clock_offset_ms }) =>
    simulator || clock_offset_ms === null ? [] : [{ name, offset_ms: clock_offset_ms }],
  );
}

async function ofDatabase({ database: { target, measure } }: DoctorContext): Promise<ClockReading[]> {
  if (target.url === undefined || HERE.includes(new URL(target.url).hostname)) return [];
  const facts = await measure();
  return facts.answered
    ? [{ name: `the database on ${target.place}`, offset_ms: facts.clock_offset_ms }]
    : [];
}
