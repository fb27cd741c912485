import type { Digest } from '@neuratrade/api-contracts';
import { duration } from '@neuratrade/service-kit';
import { shownUnits } from '../html-pieces.js';
import { MOST_SHOWN } from '../pages.js';
import { figure, number, percent } from './figures.js';
import { ICONS, resultIcon } from './icons.js';
import { questLine } from './quests.js';
import { shownReason } from './reason.js';
import { asOf, readableMoment, readableTime, shown } from './text.js';

/** Lines of a list: as many as the whole has room for. */
const LENGTHS = [8, 4, 2, 1];

/** What went on lately, as one message in Telegram's HTML that fits into Telegram's limit; times in the chat's time zone. */
export function renderDigest(digest: Digest, timezone: string): string {
  let text = '';
  for (const most of LENGTHS) {
    text = textOf(digest, timezone, most);
    if (shownUnits(text) <= MOST_SHOWN.text) break;
  }
  return text;
}

function textOf(digest: Digest, timezone: string, most: number): string {
  const time = (at: string): string => readableMoment(at, timezone);
  return [
    `<b>Daily digest</b>\n${time(digest.from)} to ${readableTime(digest.to, timezone)}`,
    money(digest),
    trades(digest),
    ...list(
      'Quests that moved',
      digest.quests.map((quest) => questLine(quest)),
      most,
    ),
    ...(digest.incidents.length === 0 ? [`${ICONS.good} No incidents`] : []),
    ...list(
      'Incidents',
      digest.incidents.map((incident) => incidentLine(incident, time)),
      most,
    ),
    asOf(digest, timezone),
  ].join('\n\n');
}

function money({
  total_equity,
  equity_change,
  equity_change_percent,
  flows,
  pnl,
  pnl_percent,
}: Digest): string {
  const changed =
    equity_change === null
      ? 'Change: not known'
      : `Change: ${figure(equity_change)}${share(equity_change_percent)}`;
  return [
    `${resultIcon(pnl)} Result: <b>${figure(pnl)}</b>${share(pnl_percent)}`,
    `Equity: ${figure(total_equity)}`,
    changed,
    ...moved(flows),
  ].join('\n');
}

/** What came and went, where anything did. */
function moved(flows: string | null): string[] {
  if (flows !== null && !/[1-9]/.test(flows.split(' ')[0] ?? '')) return [];
  return [`Deposits and withdrawals: ${flows === null ? 'not known' : figure(flows)}`];
}

const share = (value: number | null): string => (value === null ? '' : ` (${percent(value)})`);

function trades({ closed_trades, wins, losses, best_trade, worst_trade }: Digest): string {
  if (closed_trades === 0) return 'No trade was closed.';
  const line = (word: string, trade: Digest['best_trade']): string[] =>
    trade === null ? [] : [`${word}: ${figure(trade.pnl)}, ${shown(trade.symbol)} ${trade.side}`];
  return [
    `Trades closed: ${number(closed_trades)} (${number(wins)} won, ${number(losses)} lost)`,
    ...line('Best', best_trade),
    ...line('Worst', worst_trade),
  ].join('\n');
}

function incidentLine(
  { service, reason, from, to, duration_seconds, end_unseen }: Digest['incidents'][number],
  time: (at: string) => string,
): string {
  const why = reason === null ? '' : `: ${shownReason(reason, 80)}`;
  if (to !== null) {
    const lasted = duration_seconds === null ? '' : `, for ${shown(duration(duration_seconds), 16)}`;
    return `${ICONS.none} ${service} down ${time(from)}${lasted}${why}`;
  }
  return end_unseen === true
    ? `${ICONS.none} ${service} down ${time(from)}, its end was not seen${why}`
    : `${ICONS.bad} ${service} down since ${time(from)}${why}`;
}

function list(title: string, lines: readonly string[], most: number): string[] {
  if (lines.length === 0) return [];
  const more = lines.length - most;
  return [[`<b>${title}</b>`, ...lines.slice(0, most), ...(more > 0 ? [`and ${more} more`] : [])].join('\n')];
}
