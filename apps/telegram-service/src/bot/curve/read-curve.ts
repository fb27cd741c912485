import type { EquityCurve } from '@neuratrade/api-contracts';
import type { CommandRequest } from '../commands/command.js';
import { RANGES, type Range } from './choice.js';

const FEWEST_POINTS = 2;

/** A curve that can be drawn; `since` is its first point where it is known for less than half of the range. */
export interface KnownCurve {
  readonly curve: EquityCurve;
  readonly since?: string;
}

type Reading = Pick<CommandRequest, 'backend' | 'chat' | 'logger' | 'signal'>;

/**
 * The equity curve of a range. One that began lately is read again from its beginning, in the finer steps that so short a time has.
 * Undefined where it cannot be had, or has too few points to draw.
 */
export async function readCurve(reading: Reading, range: Range): Promise<KnownCurve | undefined> {
  const curve = await curveFrom(reading, Date.now() - RANGES[range]);
  const first = curve?.points[0];
  if (curve === undefined || first === undefined) return undefined;
  const [from, to, began] = [curve.from, curve.to, first.at].map(Date.parse) as [number, number, number];
  if (to - began >= (to - from) / 2) return drawable({ curve });
  const fine = await curveFrom(reading, began - curve.step_seconds * 1_000);
  const since = fine?.points[0]?.at;
  return fine === undefined || since === undefined ? drawable({ curve }) : drawable({ curve: fine, since });
}

async function curveFrom(
  { backend, chat, logger, signal }: Reading,
  from: number,
): Promise<EquityCurve | undefined> {
  const told = await backend.equity(chat.id, { from: new Date(from) }, signal);
  if (told.ok) return told.value;
  logger.warn('Equity curve not read', { reason: told.reason });
  return undefined;
}

function drawable(known: KnownCurve): KnownCurve | undefined {
  return known.curve.points.length < FEWEST_POINTS ? undefined : known;
}
