import type { Performance, RawPerformance } from '@neuratrade/api-contracts';
import pc from 'picocolors';
import { amount, result } from './money.js';
import { renderTable } from './table.js';

/** What an account earned, in tables; `raw` comes with the answer. */
export function renderPerformance(account: string, performance: Performance): string {
  const { raw, updated_at, unpriced, stale, as_of } = performance;
  if (raw === undefined) return '';
  return [
    `Performance of ${account} in ${raw.currency}, at ${updated_at}`,
    '',
    windowsOf(raw),
    '',
    figuresOf(performance, raw),
    ...(raw.by_symbol.length === 0 ? [] : ['', sharesOf(raw)]),
    ...(stale ? ['', pc.yellow(`Equity is as of ${as_of}: an exchange cannot be read now.`)] : []),
    ...(unpriced === undefined
      ? []
      : ['', pc.yellow(`In no sum while fees or quote currency have no price: ${unpriced.join(', ')}`)]),
  ].join('\n');
}

function windowsOf(raw: RawPerformance): string {
  return renderTable(
    ['LAST', 'RESULT', 'OF EQUITY'],
    [
      ['24 hours', result(raw.pnl_24h), percent(raw.pnl_24h_percent)],
      ['7 days', result(raw.pnl_7d), percent(raw.pnl_7d_percent)],
      ['30 days', result(raw.pnl_30d), percent(raw.pnl_30d_percent)],
      ['all time', result(raw.pnl_total), ''],
      ['open', result(raw.unrealized_pnl), ''],
    ],
    ['RESULT', 'OF EQUITY'],
  );
}

function figuresOf({ avg_trade_duration }: Performance, raw: RawPerformance): string {
  const drawdown = raw.max_drawdown_percent === null ? '' : ` (${percent(raw.max_drawdown_percent)})`;
  return renderTable(
    ['FIGURE', 'VALUE'],
    [
      ['trades', `${raw.total_trades}: ${raw.wins} won, ${raw.losses} lost, ${raw.draws} even`],
      ['win rate', raw.total_trades === 0 ? '-' : `${raw.win_rate} %`],
      ['profit factor', ratio(raw.profit_factor)],
      ['expectancy', known(raw.expectancy, result)],
      ['average win, loss', `${known(raw.avg_win, result)}, ${known(raw.avg_loss, result)}`],
      ['best, worst trade', `${known(raw.best_trade, result)}, ${known(raw.worst_trade, result)}`],
      ['average duration', avg_trade_duration ?? '-'],
      ['longest streaks', `${raw.longest_win_streak} won, ${raw.longest_loss_streak} lost`],
      ['largest drawdown', `${amount(raw.max_drawdown)}${drawdown}`],
      ['sharpe, sortino, calmar', [raw.sharpe, raw.sortino, raw.calmar].map(ratio).join(', ')],
      ['fees, funding', `${amount(raw.fees)}, ${result(raw.funding)}`],
      ['volume', amount(raw.volume)],
    ],
  );
}

function sharesOf({ by_symbol }: RawPerformance): string {
  return renderTable(
    ['SYMBOL', 'TRADES', 'WON', 'LOST', 'RESULT', 'FEES', 'VOLUME'],
    by_symbol.map(({ symbol, trades, wins, losses, pnl, fees, volume }) => [
      ...[symbol, String(trades), String(wins), String(losses)],
      ...[result(pnl), amount(fees), amount(volume)],
    ]),
    ['TRADES', 'WON', 'LOST', 'RESULT', 'FEES', 'VOLUME'],
  );
}

function percent(value: number | null): string {
  return value === null ? '-' : `${value.toFixed(2)} %`;
}

function ratio(value: number | null): string {
  return value === null ? '-' : value.toFixed(2);
}

function known(value: string | null, render: (text: string) => string): string {
  return value === null ? '-' : render(value);
}
