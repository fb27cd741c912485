import { AppError, badValue, given, type Query } from '@neuratrade/service-kit';
import { instantIn } from '../instant.js';

/** A stretch of time in milliseconds of the epoch, and how it is divided. */
export interface CurveQuery {
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
}

const MOST_POINTS = 2_000;

const DAY_MS = 86_400_000;
const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: DAY_MS } as const;
const STEPS_MS = [5 * UNITS.m, 15 * UNITS.m, UNITS.h, 4 * UNITS.h, DAY_MS];
/** As many points as a curve has by itself, at most. */
const USUAL_POINTS = 500;

/**
 * The stretch and the step that a curve is asked for: the last 24 hours unless given, in steps of five minutes or what makes at most 500.
 *
 * @throws {AppError} `bad_request` naming what may be asked
 */
export function curveQuery(query: Query, now: number): CurveQuery {
  const asked = stretchOf(query);
  const to = asked.to ?? Math.floor(now / 1_000) * 1_000;
  const from = asked.from ?? to - DAY_MS;
  if (from >= to) throw backwards();
  const stepMs = stepOf(query) ?? usualStep(to - from);
  if ((to - from) / stepMs <= MOST_POINTS) return { from, to, stepMs };
  const least = Math.ceil((to - from) / MOST_POINTS / 1_000);
  throw new AppError(
    'bad_request',
    `A curve has at most ${MOST_POINTS} points: give a step of ${least}s or more, or a later from.`,
  );
}

/**
 * The ends of a stretch of time as far as they are given, in milliseconds of the epoch.
 *
 * @throws {AppError} `bad_request` when one of them is no time, or the stretch ends before it begins
 */
export function stretchOf(query: Query): { from: number | undefined; to: number | undefined } {
  const [from, to] = [instantIn(query, 'from'), instantIn(query, 'to')];
  if (from !== undefined && to !== undefined && from >= to) throw backwards();
  return { from, to };
}

function backwards(): AppError {
  return new AppError('bad_request', 'from must be earlier than to.');
}

function stepOf(query: Query): number | undefined {
  const text = given(query, 'step');
  if (text === undefined) return undefined;
  const [, count, unit = 's'] = /^([1-9]\d{0,7})([smhd])?$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * UNITS[unit as keyof typeof UNITS];
  throw badValue('step', text, 'a number of seconds, or one with its unit such as 5m, 1h or 1d.');
}

function usualStep(ms: number): number {
  const step = STEPS_MS.find((candidate) => ms / candidate <= USUAL_POINTS);
  return step ?? Math.ceil(ms / USUAL_POINTS / DAY_MS) * DAY_MS;
}
