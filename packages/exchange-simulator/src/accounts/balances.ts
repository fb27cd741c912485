/** What an account holds of one currency, in units of 10^-8. */
interface Balance {
  readonly asset: string;
  readonly free: bigint;
  /** Set aside for open orders. */
  readonly locked: bigint;
}

/** An account's holdings. No amount ever falls below zero. */
export interface Balances {
  of(asset: string): Balance;
  /** Every currency that was ever held, by name. */
  list(): Balance[];
  /** Sets what is free. */
  set(asset: string, free: bigint): void;
  /** Adds to what is free, or takes away. @throws RangeError when there is not that much */
  add(asset: string, amount: bigint): void;
  /** Moves between free and locked; a negative amount unlocks. @throws RangeError when there is not that much */
  lock(asset: string, amount: bigint): void;
}

/** Holdings that begin empty. */
export function createBalances(): Balances {
  const held = new Map<string, { free: bigint; locked: bigint }>();

  function change(asset: string, free: bigint, locked: bigint): void {
    const entry = held.get(asset) ?? { free: 0n, locked: 0n };
    const next = { free: entry.free + free, locked: entry.locked + locked };
    if (next.free < 0n || next.locked < 0n) throw new RangeError(`not enough ${asset}`);
    held.set(asset, next);
  }

  const of = (asset: string): Balance => ({ asset, ...(held.get(asset) ?? { free: 0n, locked: 0n }) });
  return {
    of,
    list: () => [...held.keys()].sort().map(of),
    set: (asset, free) => change(asset, free - of(asset).free, 0n),
    add: (asset, amount) => change(asset, amount, 0n),
    lock: (asset, amount) => change(asset, -amount, amount),
  };
}
