import type { EChartsCoreOption } from 'echarts/core';
import { axis, labelledTimes, labelRoom, type Tick } from './axes.js';
import { type Curve, curveOf } from './curve.js';
import type { CurvePicture } from './curve-picture.js';
import { axisLabels, axisTicks } from './figures.js';
import { BAND, belowNote, MARGIN, PLOT, WHOLE_PLOT } from './layout.js';
import { LOOKS } from './looks.js';
import { drawdownSeries, equitySeries } from './series.js';
import { noteOf, textsOf } from './texts.js';
import { valueRange } from './value-range.js';

/** What echarts is told to draw. @throws Error when the picture cannot be drawn */
export function optionOf(picture: CurvePicture): EChartsCoreOption {
  const colours = LOOKS[picture.look];
  const curve = curveOf(picture.points);
  const values = valueRange(curve.lowest, curve.highest);
  const valueTicks = ticksOf(values);
  const band = bandOf(curve);
  const right = labelRoom([...valueTicks, ...(band?.ticks ?? [])]);
  const sides = { left: MARGIN, right };
  const times = labelledTimes(picture, right);
  const time = (gridIndex: number, labels: boolean) =>
    axis({ gridIndex, min: picture.from, max: picture.to, labels }, times, colours);
  const value = axis({ gridIndex: 0, position: 'right', ...values }, valueTicks, colours);
  const placed = noteOf(picture) === undefined ? (plot: typeof PLOT) => plot : belowNote;
  const shared = {
    animation: false,
    backgroundColor: colours.background,
    graphic: textsOf(picture, curve),
  };
  if (band === undefined) {
    return {
      ...shared,
      grid: { ...sides, ...placed(WHOLE_PLOT) },
      xAxis: time(0, true),
      yAxis: value,
      series: equitySeries(curve, colours),
    };
  }
  return {
    ...shared,
    grid: [
      { ...sides, ...placed(PLOT) },
      { ...sides, ...BAND },
    ],
    xAxis: [time(0, false), time(1, true)],
    yAxis: [
      value,
      axis({ gridIndex: 1, position: 'right', min: band.min, max: band.max }, band.ticks, colours),
    ],
    series: [...equitySeries(curve, colours), drawdownSeries(curve, colours)],
  };
}

function ticksOf({ min, max }: { min: number; max: number }, most?: number): Tick[] {
  const values = axisTicks(min, max, most);
  const labels = axisLabels(values);
  return values.map((at, index) => ({ at, label: labels[index] ?? '' }));
}

/** The axis of the drawdown; none where the curve never fell, or that is not known. */
function bandOf({ drawdown }: Curve) {
  if (drawdown === undefined || drawdown.deepest >= 0) return undefined;
  const { unit, deepest } = drawdown;
  const range = { min: deepest * 1.05, max: 0 };
  const ticks = ticksOf(range, 2);
  const suffix = unit === 'percent' ? '%' : '';
  return { ...range, ticks: ticks.map(({ at, label }) => ({ at, label: `${label}${suffix}` })) };
}
