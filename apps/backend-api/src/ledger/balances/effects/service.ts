import type { Connection } from '../../../platform/db/database.js';
import { currenciesOf } from '../../currency.js';
import { fillOf } from '../../fills/row.js';
import { readLines } from '../../fills/state.js';
import type { BalancePlace } from '../balance.js';
import type { Amount } from '../flows.js';
import { createRealizing } from './realized.js';
import { checkpointBefore, fillsAfter, listSwaps, type SwapBook, sumMovements } from './repository.js';

const AT_ONCE = 1_000;

/**
 * By how much fills changed what is held of each asset, after each of these instants (milliseconds, ascending) and up to the next one. One
 * asset may be told in several parts.
 */
export async function effectsBetween(
  client: Connection,
  place: BalancePlace,
  instants: readonly number[],
): Promise<readonly (readonly Amount[])[]> {
  const effects: Amount[][] = instants.slice(1).map(() => []);
  if (effects.length === 0) return effects;
  for (const { stretch, ...amount } of await sumMovements(client, place, instants)) {
    effects[stretch]?.push(amount);
  }
  for (const book of await listSwaps(client, place, instants)) {
    await addRealized(client, book, instants, effects);
  }
  return effects;
}

async function addRealized(
  client: Connection,
  { id, symbol }: SwapBook,
  instants: readonly number[],
  effects: readonly Amount[][],
): Promise<void> {
  const asset = currenciesOf(symbol).quote;
  const [from = 0, to = 0] = [instants[0], instants.at(-1)];
  const checkpoint = await checkpointBefore(client, id, from);
  const realizing = createRealizing(readLines(checkpoint.state));
  let after: { readonly executedAt: number; readonly id: string } = checkpoint;
  let stretch = -1;
  for (;;) {
    const rows = await fillsAfter(client, id, after, to, AT_ONCE);
    for (const row of rows) {
      const amount = realizing.apply(fillOf(row));
      while (row.executedAt > (instants[stretch + 1] ?? Number.POSITIVE_INFINITY)) stretch++;
      if (!amount.isZero()) effects[stretch]?.push({ asset, amount });
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < AT_ONCE) return;
    after = last;
  }
}
