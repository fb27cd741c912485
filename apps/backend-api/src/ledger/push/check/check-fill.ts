import type { NewFill } from '../../fills/new-fill.js';
import { type Checked, isProblem } from '../problem.js';
import type { Fields } from '../read/line.js';
import { contradictions } from './contradictions.js';
import { excessOf, feesOf } from './fees.js';
import { createMisspelt } from './misspelt.js';
import { type Market, marketOf } from './symbol.js';
import { decimal, id, isGiven, oneOf, past, positive } from './values.js';

/** A fill as the ledger takes it, or everything that is wrong with it. */
export type CheckFill = (fields: Fields) => Checked<NewFill>;

const MISSING = { problem: 'is missing' };
const side = oneOf('buy', 'sell');
const positionSide = oneOf('long', 'short', 'both');

/** Checks the fills of one push, which arrived at `now`. */
export function createCheckFill(now: number): CheckFill {
  const misspelt = createMisspelt();
  const market = remembering(marketOf);
  const executedAt = past(now);

  return (fields) => {
    const problems: string[] = [];
    const take = <T>(name: string, read: (value: unknown) => Checked<T>, absent: Checked<T> = MISSING) => {
      const value = fields[name];
      const taken = isGiven(value) ? read(value) : absent;
      if (!isProblem(taken)) return taken;
      problems.push(`${name} ${taken.problem}`);
      return undefined;
    };
    const of = {
      id: take('id', id),
      market: take('symbol', market),
      side: take('side', side),
      price: take('price', positive),
      amount: take('amount', positive),
      executedAt: take('executed_at', executedAt),
      positionSide: take('position_side', positionSide, 'both'),
      contractSize: take('contract_size', positive, '1'),
      funding: take<string | null>('funding', decimal, null),
    };
    const fees = of.market && take('fee', (fee) => feesOf(fee, of.market as Market), []);
    if (of.market !== undefined) problems.push(...contradictions(fields, of.market, of));
    problems.push(...misspelt(fields));
    if (problems.length > 0) return { problem: problems.join('; ') };
    const excess = excessOf(fees ?? [], of as Complete);
    return excess === undefined ? fillOf(of as Complete, fees ?? []) : { problem: excess };
  };
}

type Complete = Omit<NewFill, 'symbol' | 'market' | 'line' | 'fees'> & {
  readonly market: Market;
  readonly positionSide: 'long' | 'short' | 'both';
};

function fillOf(of: Complete, fees: NewFill['fees']): NewFill {
  return {
    symbol: of.market.symbol,
    market: of.market.market,
    id: of.id,
    side: of.side,
    line: of.positionSide === 'both' ? 'net' : of.positionSide,
    price: of.price,
    amount: of.amount,
    contractSize: of.contractSize,
    fees,
    funding: of.funding,
    executedAt: of.executedAt,
  };
}

function remembering<T>(read: (value: unknown) => T): (value: unknown) => T {
  const known = new Map<unknown, T>();
  return (value) => {
    const answer = known.get(value) ?? read(value);
    known.set(value, answer);
    return answer;
  };
}
