import { instantOf, type LocalTime, localTime } from '../local-time.js';

export interface TimeTick {
  readonly at: number;
  readonly label: string;
}

type Moment = Omit<LocalTime, 'weekday'>;
type Label = (shown: LocalTime) => string;

/** Moments on the clocks of a zone, from the last one not after `start` on. */
interface Steps {
  readonly ms: number;
  readonly moment: (start: LocalTime, index: number) => Moment;
  readonly label: Label;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (number: number) => String(number).padStart(2, '0');
const dayLabel: Label = ({ day, month }) => `${day} ${MONTHS[month - 1]}`;
const timeLabel: Label = (shown) =>
  shown.hour === 0 && shown.minute === 0 ? dayLabel(shown) : `${two(shown.hour)}:${two(shown.minute)}`;
const monthLabel: Label = ({ month, year }) => (month === 1 ? String(year) : `${MONTHS[month - 1]}`);

const minutes = (step: number): Steps => ({
  ms: step * MINUTE_MS,
  label: timeLabel,
  moment: (start, index) => {
    const perDay = 1_440 / step;
    const nth = Math.floor((start.hour * 60 + start.minute) / step) + index;
    const day = start.day + Math.floor(nth / perDay);
    return { ...start, day, hour: 0, minute: (nth % perDay) * step };
  },
});

/** Weeks begin on Mondays. */
const days = (step: number): Steps => ({
  ms: step * DAY_MS,
  label: dayLabel,
  moment: (start, index) => {
    const sinceMonday = (start.weekday + 6) % 7;
    const count = Date.UTC(start.year, start.month - 1, start.day) / DAY_MS;
    const day = start.day - (step === 7 ? sinceMonday : count % step) + index * step;
    return { ...start, day, hour: 0, minute: 0 };
  },
});

const halfMonths: Steps = {
  ms: 14 * DAY_MS,
  label: dayLabel,
  moment: (start, index) => ({
    ...start,
    month: start.month + Math.floor(index / 2),
    day: index % 2 === 0 ? 1 : 15,
    hour: 0,
    minute: 0,
  }),
};

const months = (step: number): Steps => ({
  ms: step * 28 * DAY_MS,
  label: monthLabel,
  moment: (start, index) => ({
    ...start,
    month: start.month - ((start.month - 1) % step) + index * step,
    day: 1,
    hour: 0,
    minute: 0,
  }),
});

const STEPS: readonly Steps[] = [
  ...[1, 5, 15, 30, 60, 120, 180, 360, 720].map(minutes),
  ...[1, 2, 7].map(days),
  halfMonths,
  ...[1, 3, 6, 12].map(months),
];

/** A moment on the clocks of `zone`, as precise as a range of this length needs it: `28 Feb`, `3 Mar 06:15`. */
export function momentLabel(at: number, zone: string, range: number): string {
  const shown = localTime(zone, at);
  return range > 2 * DAY_MS ? dayLabel(shown) : `${dayLabel(shown)} ${two(shown.hour)}:${two(shown.minute)}`;
}

/** Where a time axis is labelled, in the words of a clock and a calendar in `zone`. */
export function timeTicks(from: number, to: number, zone: string, most = 7): TimeTick[] {
  const start = localTime(zone, from);
  const steps = STEPS.find(({ ms }) => (to - from) / ms <= most) ?? months(120);
  const ticks = new Map<number, string>();
  for (let index = 0; ; index++) {
    const at = instantOf(zone, steps.moment(start, index));
    if (at > to) break;
    if (at >= from) ticks.set(at, steps.label(localTime(zone, at)));
  }
  return [...ticks].map(([at, label]) => ({ at, label }));
}
