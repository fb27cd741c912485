import { MAIN_ACCOUNT } from '@neuratrade/api-contracts';
import type { ConfiguredExchange, Credentials } from './exchange.js';

type Entry = Readonly<Record<string, unknown>>;
type Identity = Pick<ConfiguredExchange, 'name' | 'account'>;

/** What to change in an entry; credentials that are null are taken away. */
export interface EntryChange {
  readonly enabled?: boolean | undefined;
  readonly credentials?: Credentials | null | undefined;
}

/** The content of a valid `exchanges.json` with one entry more. */
export function withEntry(json: unknown, { name, account }: Identity, credentials?: Credentials): unknown {
  const entry = { name, ...(account === MAIN_ACCOUNT ? {} : { account }), enabled: true, ...credentials };
  return { exchanges: [...entriesIn(json), entry] };
}

/** The content of a valid `exchanges.json` with one entry changed; all else stays as it is written there. */
export function withChange(json: unknown, identity: Identity, change: EntryChange): unknown {
  const { enabled, credentials } = change;
  return {
    exchanges: entriesIn(json).map((entry) => {
      if (!is(entry, identity)) return entry;
      const { apiKey, secret, password, ...rest } = entry;
      const kept = Object.fromEntries(
        Object.entries({ apiKey, secret, password }).filter(([, value]) => value !== undefined),
      );
      const keys = credentials === undefined ? kept : (credentials ?? {});
      return { ...rest, ...(enabled === undefined ? {} : { enabled }), ...keys };
    }),
  };
}

/** The content of a valid `exchanges.json` without one entry. */
export function withoutEntry(json: unknown, identity: Identity): unknown {
  return { exchanges: entriesIn(json).filter((entry) => !is(entry, identity)) };
}

/** Whether a valid `exchanges.json` has the entry. */
export function hasEntry(json: unknown, identity: Identity): boolean {
  return entriesIn(json).some((entry) => is(entry, identity));
}

function entriesIn(json: unknown): Entry[] {
  return (json as { exchanges: Entry[] }).exchanges;
}

function is(entry: Entry, { name, account }: Identity): boolean {
  const named = String(entry.name).trim().toLowerCase();
  return named === name && (entry.account ?? MAIN_ACCOUNT) === account;
}
