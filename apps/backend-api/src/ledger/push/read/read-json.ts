import { isObject, parseJson } from './json.js';
import { LIMITS, type Line, tooLarge, unreadableBody } from './line.js';

const SHAPE = '{"account":"main","exchange":"mybot","fills":[…]}';
const NO_OBJECT =
  'is no object: give a fill as {"id":…,"symbol":…,"side":…,"price":…,"amount":…,"executed_at":…}';

export interface JsonPush {
  readonly account: unknown;
  readonly exchange: unknown;
  readonly lines: readonly Line[];
}

/** @throws {AppError} `bad_request` when it has another shape, `payload_too_large` when it holds too many fills */
export function readJson(text: string): JsonPush {
  const body = parsed(text);
  if (!isObject(body) || !Array.isArray(body.fills)) throw unreadableBody(`send ${SHAPE}.`);
  const { account, exchange, fills } = body;
  if (fills.length > LIMITS.fills) throw tooLarge();
  return { account, exchange, lines: fills.map(lineOf) };
}

export function lineOf(value: unknown): Line {
  return isObject(value) ? { fields: value } : { problem: NO_OBJECT };
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw unreadableBody(`it is no valid JSON. Send ${SHAPE}.`);
  }
}
