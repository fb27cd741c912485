import type { Look } from '@neuratrade/api-contracts';
import type { BackendAnswer } from '../../backend/client.js';
import type { Answer } from '../answer.js';
import type { CommandRequest } from '../commands/command.js';
import { readableMoment } from '../render/text.js';
import { trouble } from '../render/trouble.js';
import { curveButtons, rangeButtons } from './buttons.js';
import { type CurveChoice, curveChoice, type Range } from './choice.js';
import { type KnownCurve, type MissingCurve, readCurve } from './read-curve.js';

const SPANS: Readonly<Record<Range, string>> = {
  '24h': 'last 24 hours',
  '7d': 'last 7 days',
  '30d': 'last 30 days',
  '90d': 'last 90 days',
};

const MISSING: Readonly<Record<MissingCurve['missing'], (range: Range) => string>> = {
  too_short: (range) => `There is no equity curve of the ${SPANS[range]} to draw yet.`,
  unread: () => 'The equity curve cannot be read now.',
};

export interface CurveAnswer<T> {
  /** The range unless one is asked for. */
  readonly usual: Range;
  readonly figures: (chatId: number, signal: AbortSignal) => Promise<BackendAnswer<T>>;
  readonly render: (figures: T, timezone: string) => Answer;
}

/** Figures beside the picture of the equity curve, whose range and look can be asked for; without the picture where there is none to draw. */
export async function withCurve<T>(
  request: CommandRequest,
  { usual, figures, render }: CurveAnswer<T>,
): Promise<Answer> {
  const { args, chat, link, timezone, signal } = request;
  const choice = curveChoice(args, usual);
  if ('unclear' in choice) return { blocks: [choice.unclear] };
  const [told, curve] = await Promise.all([
    figures(chat.id, signal),
    readCurve(request, choice.range),
    keepLook(request, choice),
  ]);
  if (!told.ok) return trouble(told);
  const answer = render(told.value, timezone);
  const { range, look = link?.look ?? 'light' } = choice;
  if ('missing' in curve) {
    const blocks = args === '' && curve.missing === 'too_short' ? [] : [MISSING[curve.missing](range)];
    const buttons = args === '' ? {} : { buttons: [rangeButtons(range)] };
    return { ...answer, blocks: [...answer.blocks, ...blocks], ...buttons };
  }
  return {
    ...answer,
    picture: (limited) => draw(request, curve, { range, look }, limited),
    buttons: curveButtons(range, look),
  };
}

async function keepLook(
  { links, chat, link, logger, signal }: CommandRequest,
  { look }: CurveChoice,
): Promise<void> {
  if (look === undefined || look === link?.look) return;
  const kept = await links.change(chat.id, { look }, signal);
  if (!kept.ok) logger.warn('Look not kept', { chatId: chat.id, reason: kept.reason });
}

function draw(
  { pictures, link, timezone }: CommandRequest,
  { curve, since }: KnownCurve,
  { range, look }: { readonly range: Range; readonly look: Look },
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { currency, from, to, points } = curve;
  const span = since === undefined ? SPANS[range] : `since ${readableMoment(since, timezone)}`;
  const picture = {
    title: `Equity at ${readableMoment(points.at(-1)?.at ?? to, timezone)}`,
    subtitle: [...(link === undefined ? [] : [link.account]), span, timezone].join(' · '),
    currency,
    look,
    timezone,
    from: Date.parse(since ?? from),
    to: Date.parse(to),
    points: points.map(({ at, equity, low, flows, partial }) => ({
      at: Date.parse(at),
      equity,
      low,
      flows,
      partial,
    })),
  };
  return pictures.curve(picture, signal);
}
