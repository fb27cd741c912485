import { quoted } from '../problem.js';
import type { Fields } from '../read/line.js';
import type { Market } from './symbol.js';
import { isGiven } from './values.js';

interface Swaps {
  readonly positionSide: string | undefined;
  readonly contractSize: string | undefined;
}

/** What other fields say against the symbol. */
export function contradictions(
  fields: Fields,
  { symbol, market, quote }: Market,
  { positionSide, contractSize }: Swaps,
): readonly string[] {
  const problems: string[] = [];
  if (isGiven(fields.market) && fields.market !== market) {
    const wanted =
      market === 'spot' ? `a swap is called ${symbol}:${quote}` : `spot is called ${symbol.split(':')[0]}`;
    const isKnown = fields.market === 'spot' || fields.market === 'swap';
    const say = isKnown ? `but ${symbol} is a ${market} market; ${wanted}` : 'give spot or swap';
    problems.push(`market is ${quoted(fields.market)}${isKnown ? ', ' : ': '}${say}`);
  }
  if (market === 'swap') return problems;
  if (positionSide === 'long' || positionSide === 'short')
    problems.push(`position_side is ${positionSide}, but ${symbol} is a spot market: leave it out`);
  if (contractSize !== undefined && contractSize !== '1' && !/^1(?:\.0+)?$/.test(contractSize))
    problems.push(`contract_size is ${contractSize}, but ${symbol} is a spot market: leave it out`);
  return problems;
}
