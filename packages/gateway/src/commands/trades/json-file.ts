import { parse, stringify } from 'lossless-json';
import { CommandError } from '../command-error.js';
import type { FillRecord } from './records.js';

/** A JSON file of fills: whose they are, where it says that, and each of them as a line of NDJSON, counted from 1. */
export type JsonFile = {
  account: string | undefined;
  exchange: string | undefined;
  records: FillRecord[];
};

/** @throws {CommandError} when it holds something else */
export function readJsonFile(text: string): JsonFile {
  const content = parsed(text);
  const body = Array.isArray(content) ? { fills: content } : content;
  const { account, exchange, fills } = (body ?? {}) as Record<string, unknown>;
  if (!Array.isArray(fills))
    throw new CommandError('The file holds no fills: give {"fills":[…]} or […] as JSON, or NDJSON, or CSV.');
  return {
    account: textOf(account),
    exchange: textOf(exchange),
    records: fills.map((fill, index) => ({ line: index + 1, text: stringify(fill) ?? 'null' })),
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const where = error instanceof SyntaxError ? `: ${error.message}` : '';
    throw new CommandError(`The file is no valid JSON${where}`);
  }
}
