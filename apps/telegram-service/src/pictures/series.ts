import type { Curve, CurvePoint } from './curve.js';
import type { Colours } from './looks.js';

/** The curve over a soft area, snapshots that are partial or stand alone as dots, and the last one. */
export function equitySeries(curve: Curve, colours: Colours) {
  const points = curve.stretches.flat();
  const alone = curve.stretches.filter(({ length }) => length === 1).flat();
  return [
    {
      ...line(curve, ({ equity }) => equity, colours.line, 5),
      areaStyle: { color: fading(colours.line), origin: 'start' },
    },
    dots(alone, 9, colours.line),
    dots(
      points.filter(({ partial }) => partial),
      11,
      colours.partial,
    ),
    dots(points.slice(-1), 20, colours.line),
  ];
}

/** How far below its peak the curve is, hanging from zero, on the second pair of axes. */
export function drawdownSeries(curve: Curve, colours: Colours) {
  return {
    ...line(curve, ({ drawdown }) => drawdown, colours.drawdown, 3),
    xAxisIndex: 1,
    yAxisIndex: 1,
    areaStyle: { color: colours.drawdown, opacity: 0.3, origin: 0 },
  };
}

function line(curve: Curve, value: (point: CurvePoint) => number | null, color: string, width: number) {
  const data = curve.stretches.flatMap((stretch) => [
    ...stretch.map((point) => [point.at, value(point)]),
    [stretch.at(-1)?.at, null],
  ]);
  return {
    type: 'line',
    data,
    showSymbol: false,
    silent: true,
    lineStyle: { color, width, join: 'round', cap: 'round' },
  };
}

function dots(points: readonly CurvePoint[], symbolSize: number, color: string) {
  const data = points.map(({ at, equity }) => [at, equity]);
  return { type: 'scatter', data, symbolSize, silent: true, clip: false, itemStyle: { color, opacity: 1 } };
}

function fading(color: string) {
  const colorStops = [
    { offset: 0, color: `${color}57` },
    { offset: 1, color: `${color}08` },
  ];
  return { type: 'linear', x: 0, y: 0, x2: 0, y2: 1, colorStops };
}
