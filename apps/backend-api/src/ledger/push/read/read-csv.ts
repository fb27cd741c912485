import { CsvError, parse } from 'csv-parse/sync';
import { parseJson } from './json.js';
import { type Fields, LIMITS, type Line, tooLarge, unreadableBody } from './line.js';

const NEEDED = ['id', 'symbol', 'side', 'price', 'amount', 'executed_at'];

/**
 * One fill a line below a header line that names the fields, in any order; what is empty is not given. The fee stands in `fee_cost` and
 * `fee_currency`, or as JSON in `fee`.
 *
 * @throws {AppError} `bad_request` when there is no such header, or quotes do not match; `payload_too_large` when there are too many fills
 */
export function readCsv(text: string): readonly Line[] {
  const [header, ...rows] = rowsOf(text);
  const columns = (header ?? []).map((name) => name.toLowerCase());
  checkHeader(columns);
  if (rows.length > LIMITS.fills) throw tooLarge();
  return rows.map((row) => {
    if (row.length !== columns.length)
      return { problem: `has ${row.length} values where the header has ${columns.length} columns` };
    return fieldsOf(columns, row);
  });
}

function rowsOf(text: string): string[][] {
  try {
    return parse(text, {
      ...{ bom: true, trim: true, relax_column_count: true, skip_empty_lines: true },
      ...{ record_delimiter: ['\r\n', '\n'], to: LIMITS.fills + 2 },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? ` from line ${error.lines} on` : '';
    throw unreadableBody(`its quotes do not match${line}. Write " within a quoted value as "".`);
  }
}

function checkHeader(columns: readonly string[]): void {
  const missing = NEEDED.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    throw unreadableBody(
      `its first line has no ${missing.join(', ')}. Begin with the names of the columns, such as ${NEEDED.join(',')},fee_cost,fee_currency.`,
    );
  }
  const twice = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index);
  if (twice !== undefined) throw unreadableBody(`its first line names ${twice} twice.`);
}

function fieldsOf(columns: readonly string[], row: readonly string[]): Line {
  const fields: Record<string, unknown> = {};
  for (const [index, name] of columns.entries()) {
    const value = row[index];
    if (value !== '' && name !== '') fields[name] = value;
  }
  return withFee(fields);
}

function withFee({ fee, fee_cost: cost, fee_currency: currency, ...fields }: Fields): Line {
  if (cost !== undefined || currency !== undefined) {
    if (fee !== undefined) return { problem: 'has both fee and fee_cost, fee_currency: give one of them' };
    return { fields: { ...fields, fee: { cost, currency } } };
  }
  if (fee === undefined) return { fields };
  try {
    return { fields: { ...fields, fee: parseJson(String(fee)) } };
  } catch {
    return { problem: 'fee is no valid JSON: give {"cost":"2.25","currency":"USDT"}, quotes doubled' };
  }
}
