/** Money that came from or went to elsewhere; amounts in units of 10^-8, instants in milliseconds. */
export interface Transfer {
  readonly id: string;
  readonly kind: 'deposit' | 'withdrawal';
  readonly asset: string;
  readonly amount: bigint;
  /** Taken on top of a withdrawal. */
  readonly fee: bigint;
  readonly time: number;
}

/** Which transfers to list, the latest first. */
interface TransferQuery {
  readonly kind: Transfer['kind'];
  readonly asset?: string | undefined;
  readonly startTime: number;
  readonly endTime: number;
  readonly offset: number;
  readonly limit: number;
}

/** The deposits and withdrawals of one account. */
export interface Transfers {
  add(transfer: Transfer): void;
  readonly size: number;
  has(id: string): boolean;
  list(query: TransferQuery): Transfer[];
}

/** Transfers that begin empty. */
export function createTransfers(): Transfers {
  const transfers: Transfer[] = [];
  return {
    add(transfer) {
      const place = transfers.findIndex(({ time }) => time <= transfer.time);
      transfers.splice(place < 0 ? transfers.length : place, 0, transfer);
    },
    get size() {
      return transfers.length;
    },
    has: (id) => transfers.some((transfer) => transfer.id === id),
    list: ({ kind, asset, startTime, endTime, offset, limit }) =>
      transfers
        .filter((transfer) => transfer.kind === kind && (asset === undefined || transfer.asset === asset))
        .filter(({ time }) => time >= startTime && time <= endTime)
        .slice(offset, offset + limit),
  };
}
