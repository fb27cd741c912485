import { type Decimal, ZERO } from '../decimal.js';

/** How much of an asset, or by how much it changed. */
export interface Amount {
  readonly asset: string;
  readonly amount: Decimal;
}

/**
 * What changed between two balances and is not explained, by asset: of those that both of them name, since of another it is not known how much
 * there was. An asset may be explained in several parts.
 */
export function flowsBetween(
  before: readonly Amount[],
  after: readonly Amount[],
  explained: readonly Amount[],
): Amount[] {
  const sumOf = (asset: string, amounts: readonly Amount[]): Decimal =>
    amounts.reduce((sum, one) => (one.asset === asset ? sum.plus(one.amount) : sum), ZERO);
  return after
    .filter(({ asset }) => before.some((one) => one.asset === asset))
    .map(({ asset, amount }) => ({ asset, amount: amount.minus(sumOf(asset, [...before, ...explained])) }))
    .filter(({ amount }) => !amount.isZero());
}
