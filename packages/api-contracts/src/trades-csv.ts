import { type Trade, tradeSchema } from './trades.js';

const COLUMNS = Object.keys(tradeSchema.shape) as (keyof Trade)[];

/** Trades as CSV (RFC 4180) below a header line that names the fields of JSON; what is unknown is empty. */
export function tradesCsv(trades: readonly Trade[]): string {
  const rows = trades.map((trade) => COLUMNS.map((column) => cell(trade[column])).join(','));
  return [COLUMNS.join(','), ...rows].map((row) => `${row}\r\n`).join('');
}

function cell(value: string | number | null): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
