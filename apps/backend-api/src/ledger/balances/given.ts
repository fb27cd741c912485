import { AppError } from '@neuratrade/service-kit';
import { Decimal, ZERO } from '../decimal.js';
import { decimalText } from '../push/check/decimal-text.js';
import { isProblem, quoted } from '../push/problem.js';
import { isObject, parseJson } from '../push/read/json.js';
import type { Holding } from './balance.js';

const EXAMPLE = '{"USDT":"8200","BTC":"0.05"}';
const MOST_ASSETS = 1_000;
const ASSET = /^[A-Z0-9._$-]{1,30}$/;

/**
 * What somebody says is held, by asset; numbers are taken as they are written.
 *
 * @throws {AppError} `bad_request` naming what is wrong
 */
export function givenHoldings(text: string): Holding[] {
  const body = parsed(text);
  const entries = Object.entries(body);
  if (entries.length > MOST_ASSETS) {
    throw new AppError('bad_request', `The body names ${entries.length} assets: at most 1,000 are taken.`);
  }
  const totals = new Map<string, Decimal>();
  for (const [name, value] of entries) {
    const asset = name.toUpperCase();
    if (!ASSET.test(asset)) throw wrong(quoted(name), 'is no asset: give its name such as USDT');
    if (totals.has(asset)) throw wrong(asset, 'is there twice: give it once');
    totals.set(asset, amountOf(asset, value));
  }
  return [...totals].map(([asset, total]) => ({ asset, free: total, used: ZERO, total }));
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  let body: unknown;
  try {
    body = parseJson(text);
  } catch {
    throw new AppError('bad_request', `The body is no valid JSON. Send ${EXAMPLE}.`);
  }
  if (isObject(body)) return body;
  throw new AppError('bad_request', `Send a JSON object of assets and amounts such as ${EXAMPLE}.`);
}

function amountOf(asset: string, value: unknown): Decimal {
  const plain = decimalText(value);
  if (isProblem(plain)) throw wrong(asset, `is ${quoted(value)}: ${plain.problem}`);
  if (plain.startsWith('-')) throw wrong(asset, `is ${quoted(value)}: a balance is not negative`);
  return new Decimal(plain);
}

function wrong(what: string, problem: string): AppError {
  return new AppError('bad_request', `${what} ${problem}.`);
}
