import { changeOf, hasFlows, netFlows } from './change.js';
import { type Curve, usualStep } from './curve.js';
import type { CurvePicture } from './curve-picture.js';
import { amount, signedAmount, signedPercent } from './figures.js';
import { fitted } from './fit.js';
import {
  AXIS,
  BAND_CAPTION,
  CHANGE,
  type Face,
  font,
  MARGIN,
  NOTE,
  SUBTITLE,
  TITLE,
  VALUE,
  WIDTH,
} from './layout.js';
import { type Colours, LOOKS } from './looks.js';
import { measuredOf } from './measured.js';
import { textWidth } from './raster.js';
import { momentLabel } from './time-ticks.js';

/** Share of the range that is missed only when it is not there. */
const LEAST_MISSING = 0.05;
const PARTIAL = '● incomplete data';

/** What a picture says in words around the curve, cut where it must be to fit. */
export function textsOf(picture: CurvePicture, curve: Curve) {
  const { title, subtitle, look, currency, points } = picture;
  const colours = LOOKS[look];
  const last = measuredOf(points).at(-1)?.equity ?? '0';
  const note = noteOf(picture);
  const partial = points.some((point) => point.partial);
  const partialWidth = partial ? Math.ceil(textWidth(PARTIAL, AXIS.size, AXIS.weight)) : 0;
  return [
    line(title, TITLE, colours.text),
    line(subtitle, SUBTITLE, colours.quiet, partial ? partialWidth + MARGIN : 0),
    line(`${amount(last)} ${currency}`, VALUE, colours.text),
    changeLine(picture, colours),
    ...(note === undefined ? [] : [line(note, NOTE, colours.quiet)]),
    ...(curve.drawdown !== undefined && curve.drawdown.deepest < 0
      ? [line(`Max drawdown ${deepest(curve.drawdown, currency)}`, BAND_CAPTION, colours.quiet)]
      : []),
    ...(partial
      ? [line(PARTIAL, { ...AXIS, top: SUBTITLE.top }, colours.partial, 0, WIDTH - MARGIN - partialWidth)]
      : []),
  ];
}

/** What there is to say about deposits and withdrawals, if anything. */
export function noteOf({ points, currency }: CurvePicture): string | undefined {
  const flows = netFlows(points);
  if (flows === undefined) return 'Drawdown not known: a deposit or withdrawal has no price';
  return hasFlows(points)
    ? `Deposits and withdrawals not counted: ${signedAmount(flows)} ${currency}`
    : undefined;
}

function changeLine(picture: CurvePicture, colours: Colours) {
  const change = changeOf(picture.points);
  if (change === undefined) return line('Change not known', CHANGE, colours.quiet);
  const percent = change.percent === undefined ? '' : ` (${signedPercent(change.percent)})`;
  const words = `${signedAmount(change.amount)} ${picture.currency}${percent}${known(picture)}`;
  return line(words, CHANGE, colours[trend(Number(change.amount))]);
}

/** Of which part of the range the change is, where snapshots begin late or end early. */
function known({ points, from, to, timezone }: CurvePicture): string {
  const measured = measuredOf(points);
  const [first = from, last = to] = [measured[0]?.at, measured.at(-1)?.at];
  const missing = Math.max(1.2 * usualStep(points), (to - from) * LEAST_MISSING);
  const moment = (at: number) => momentLabel(at, timezone, to - from);
  const since = first - from > missing ? ` since ${moment(first)}` : '';
  return to - last > missing ? `${since} until ${moment(last)}` : since;
}

function deepest(drawdown: NonNullable<Curve['drawdown']>, currency: string): string {
  return drawdown.unit === 'percent'
    ? signedPercent(drawdown.deepest)
    : `${amount(drawdown.deepest.toFixed(8))} ${currency}`;
}

function trend(change: number): keyof Colours {
  if (change === 0) return 'quiet';
  return change > 0 ? 'gain' : 'loss';
}

function line(text: string, face: Face & { top: number }, fill: string, taken = 0, left = MARGIN) {
  const words = fitted(text, WIDTH - MARGIN - Math.max(left, MARGIN + taken), face.size, face.weight);
  return { type: 'text', top: face.top, left, style: { text: words, fill, ...font(face) } };
}
