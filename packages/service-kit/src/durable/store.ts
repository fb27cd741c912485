/** One change of a store: a key with its new value, or a key that goes. */
export type Change<V> = { readonly put: string; readonly value: V } | { readonly del: string };

/** A part of a store's keys, in their order. */
export interface Range {
  readonly gte?: string;
  readonly lt?: string;
  readonly reverse?: boolean;
  readonly limit?: number;
}

/** An ordered store on disk whose writes survive kill -9 and loss of power. Keys are strings, values JSON. */
export interface DurableStore<V> {
  /**
   * Writes all changes or none; on disk when it resolves, unless `sync` is false. Writes take effect in the order they were asked for.
   * @throws StoreError `unwritable`; a later write may succeed again
   */
  write(changes: readonly Change<V>[], options?: { readonly sync?: boolean }): Promise<void>;
  /** @throws StoreError `broken`, `unreadable` or `closed` */
  get(key: string): Promise<V | undefined>;
  /** In the order of the keys, as they were when it began; values that are broken are left out and told to the logger. @throws StoreError `unreadable` or `closed` */
  entries(range?: Range): AsyncIterable<readonly [string, V]>;
  /** As `entries`, without the values. */
  keys(range?: Range): AsyncIterable<string>;
  /** Writes what waits, and lets others have the folder. */
  close(): Promise<void>;
}
