/** The books of an account, of one exchange and symbol or of all. */
export interface Chosen {
  readonly accountId: number;
  readonly exchange: string | undefined;
  /** Upper case. */
  readonly symbol: string | undefined;
}

/** How much of them. */
export interface Extent {
  readonly books: number;
  readonly fills: number;
}
