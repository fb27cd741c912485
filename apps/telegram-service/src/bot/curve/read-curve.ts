import type { EquityCurve } from '@neuratrade/api-contracts';
import type { CommandRequest } from '../commands/command.js';
import { RANGES, type Range } from './choice.js';

const FEWEST_POINTS = 2;
/** So short a curve is read minute by minute: two snapshots in one of the usual steps would be one point. */
const YOUNG_MS = 12 * 3_600_000;

/** A curve that can be drawn; `since` is its first point where it is known for less than half of the range. */
export interface KnownCurve {
  readonly curve: EquityCurve;
  readonly since?: string;
}

/** A curve that is not there: it has too few points to draw, or the backend did not tell it. */
export interface MissingCurve {
  readonly missing: 'too_short' | 'unread';
}

type Reading = Pick<CommandRequest, 'backend' | 'chat' | 'logger' | 'signal'>;

/**
 * The equity curve of a range. One that began lately is read again from its beginning, in the finer steps that so short a time has.
 */
export async function readCurve(reading: Reading, range: Range): Promise<KnownCurve | MissingCurve> {
  const curve = await curveFrom(reading, Date.now() - RANGES[range]);
  if (curve === undefined) return { missing: 'unread' };
  const [first] = curve.points;
  if (first === undefined) return { missing: 'too_short' };
  const [from, to, began] = [curve.from, curve.to, first.at].map(Date.parse) as [number, number, number];
  if (to - began >= (to - from) / 2) return drawable({ curve });
  const beginning = began - curve.step_seconds * 1_000;
  const fine = await curveFrom(reading, beginning, to - beginning <= YOUNG_MS ? '1m' : undefined);
  const since = fine?.points[0]?.at;
  return fine === undefined || since === undefined ? drawable({ curve }) : drawable({ curve: fine, since });
}

async function curveFrom(
  { backend, chat, logger, signal }: Reading,
  from: number,
  step?: string,
): Promise<EquityCurve | undefined> {
  const stretch = { from: new Date(from), ...(step === undefined ? {} : { step }) };
  const told = await backend.equity(chat.id, stretch, signal);
  if (told.ok) return told.value;
  logger.warn('Equity curve not read', { reason: told.reason });
  return undefined;
}

function drawable(known: KnownCurve): KnownCurve | MissingCurve {
  return known.curve.points.length < FEWEST_POINTS ? { missing: 'too_short' } : known;
}
