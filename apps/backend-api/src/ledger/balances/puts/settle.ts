import type { Connection } from '../../../platform/db/database.js';
import type { NewTransfer, Transfers } from '../../transfers/service.js';
import type { BalancePlace } from '../balance.js';
import { effectsBetween } from '../effects/service.js';
import { type Amount, flowsBetween } from '../flows.js';
import { forgetPuts, listPuts, type Put, savePut } from './repository.js';

/** Fills may come later than the balance that they changed: for so long, and for so many balances, the flows follow. */
const LATEST = { ms: 7 * 86_400_000, puts: 100 };

/**
 * Adds a balance to those that were given of a place before, and tells as flows what changed in between and no fill explains, also
 * what fills that have come since make of the flows before.
 */
export async function settlePut(
  client: Connection,
  place: BalancePlace,
  given: { readonly asOf: number; readonly totals: readonly Amount[] },
  transfers: Pick<Transfers, 'add'>,
): Promise<void> {
  const before = await listPuts(client, place, LATEST.puts);
  const recent = before.filter(
    ({ asOf }, index) => asOf >= given.asOf - LATEST.ms || index === before.length - 1,
  );
  const puts: Put[] = [...recent, { ...given, flows: [] }];
  await forgetPuts(client, place, puts[0]?.asOf);
  await savePut(client, place, { ...given, flows: [] });
  const effects = await effectsBetween(
    client,
    place,
    puts.map(({ asOf }) => asOf),
  );
  for (const [index, explained] of effects.entries()) {
    const [first, last] = puts.slice(index) as [Put, Put];
    const flows = flowsBetween(first.totals, last.totals, [...explained, ...last.flows]);
    if (flows.length === 0) continue;
    await transfers.add(place, flows.map(transferAt(last.asOf, given.asOf)), client);
    await savePut(client, place, { ...last, flows: [...last.flows, ...flows] });
  }
}

/** A flow of one instant that was found at another. */
const transferAt =
  (executedAt: number, foundAt: number) =>
  ({ asset, amount }: Amount): NewTransfer => ({
    kind: amount.isNegative() ? 'withdrawal' : 'deposit',
    id: `put-${executedAt}-${foundAt}-${asset}`,
    ...{ asset, amount: amount.abs().toFixed(), executedAt },
  });
