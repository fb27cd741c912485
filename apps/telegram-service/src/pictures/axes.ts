import type { CurvePicture } from './curve-picture.js';
import { AXIS, font, MARGIN, WIDTH } from './layout.js';
import type { Colours } from './looks.js';
import { textWidth } from './raster.js';
import { timeTicks } from './time-ticks.js';

/** Between a plot and the labels beside it, and between those and the picture's edge. */
const GAP = 18;

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** How much room the labels at the right of a plot take. */
export function labelRoom(ticks: readonly Tick[]): number {
  return MARGIN + GAP + Math.max(0, ...ticks.map(({ label }) => labelWidth(label)));
}

/** The ticks of the time axis of a plot; one whose label would leave the picture has none. */
export function labelledTimes({ from, to, timezone }: CurvePicture, right: number): Tick[] {
  const scale = (WIDTH - MARGIN - right) / (to - from);
  return timeTicks(from, to, timezone).map(({ at, label }) => {
    const middle = MARGIN + (at - from) * scale;
    const half = labelWidth(label) / 2;
    return { at, label: middle - half < GAP || middle + half > WIDTH - GAP ? '' : label };
  });
}

/** An axis of time, or of values at the plot's right, with a thin line at each tick. */
export function axis(
  options: { gridIndex: number; min: number; max: number; position?: 'right'; labels?: boolean },
  ticks: readonly Tick[],
  colours: Colours,
) {
  const { labels = true, ...placed } = options;
  const customValues = ticks.map(({ at }) => at);
  return {
    type: 'value',
    ...placed,
    axisLine: { show: false },
    axisTick: { show: false, customValues },
    splitLine: {
      lineStyle: { width: 2, color: ticks.map(({ at }) => (at === 0 ? colours.zero : colours.grid)) },
    },
    axisLabel: {
      show: labels,
      customValues,
      formatter: (value: number) => ticks.find(({ at }) => at === value)?.label ?? '',
      color: colours.quiet,
      margin: GAP,
      ...font(AXIS),
    },
  };
}

function labelWidth(label: string): number {
  return textWidth(label, AXIS.size, AXIS.weight);
}
