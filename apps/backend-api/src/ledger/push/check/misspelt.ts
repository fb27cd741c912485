import { nearest } from '@neuratrade/service-kit';
import type { Fields } from '../read/line.js';

const FIELDS = [
  ...['id', 'symbol', 'market', 'side', 'price', 'amount', 'fee'],
  ...['position_side', 'contract_size', 'funding', 'executed_at'],
];
const KNOWN = new Set(FIELDS);
const MOST_REMEMBERED = 1_000;
const LONGEST = 40;

/**
 * Names the fields that are called as one of a fill's but for a letter or two, where that one is not given: a fee that is not counted
 * would falsify every figure. Other fields that are unknown mean nothing.
 */
export function createMisspelt(): (fields: Fields) => readonly string[] {
  const remembered = new Map<string, string | undefined>();
  const meantBy = (name: string): string | undefined => {
    if (remembered.has(name)) return remembered.get(name);
    const meant = name.length > LONGEST ? undefined : nearest(name, FIELDS);
    if (remembered.size < MOST_REMEMBERED) remembered.set(name, meant);
    return meant;
  };
  return (fields) => {
    const problems: string[] = [];
    for (const name in fields) {
      if (KNOWN.has(name)) continue;
      const meant = meantBy(name);
      if (meant !== undefined && fields[meant] === undefined)
        problems.push(`${name} is unknown: did you mean ${meant}?`);
    }
    return problems;
  };
}
