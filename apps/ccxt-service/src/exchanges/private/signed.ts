import { AsyncLocalStorage } from 'node:async_hooks';
import { performance } from 'node:perf_hooks';
import type { Logger } from '@neuratrade/service-kit';
import ccxt, { type Exchange } from 'ccxt';
import { commandFor, labelOf } from '../../configured/exchange.js';
import { ExchangeFailure } from '../../connectivity/failure.js';
import type { AccountKey, PrivateDataKind } from '../../private/private-data.js';
import type { ClientOptions } from '../client.js';
import { refusalTold, WRONG_FORM } from '../keys/refusal.js';
import type { Connection } from '../market/connect.js';
import { MarketError } from '../market/market-error.js';
import type { ExchangeClock } from './exchange-clock.js';
import { createSignedClient, setTimeDifference, shareMarkets } from './signed-client.js';

/** What came back from the exchange. */
export interface SignedAnswer {
  readonly body: string;
  /** When it began, by our clock. */
  readonly at: Date;
  /** The same instant by the exchange's clock; null where that is not known. */
  readonly exchangeTime: Date | null;
  /** What was sent: addresses and bodies. */
  readonly sent: readonly string[];
}

/** Something to ask with an account's key. `read` checks what ccxt made of the answer, and throws when it is none. */
interface SignedQuestion<R, T> {
  readonly kind: PrivateDataKind;
  readonly signal: AbortSignal;
  readonly ask: (client: Exchange) => Promise<R>;
  readonly read: (told: R, answer: SignedAnswer) => T;
}

/** One exchange with the key of one account. */
export interface Signed extends Connection {
  readonly account: string;
  /** Its clock now, as far as it is known; ours where it is not. @throws {MarketError} */
  exchangeNow(signal: AbortSignal): Promise<number>;
  /** Tells, from now on, whether half of the time for an answer is over. */
  halfTime(): () => boolean;
  /** @throws {MarketError} `key_refused` when the exchange does not accept the key for it */
  askSigned<R, T>(question: SignedQuestion<R, T>): Promise<T>;
}

export interface SignOptions extends Omit<ClientOptions, 'fetch'> {
  readonly clock: ExchangeClock;
  readonly logger: Logger;
}

/** Asks with a key, by the exchange's clock: a request that is refused for its time is sent once more after the clock was measured anew. */
export function createSigned(
  connection: Connection,
  { account, credentials }: AccountKey,
  { clock, logger, ...options }: SignOptions,
): Signed {
  const { exchange, caller, session } = connection;
  const sending = new AsyncLocalStorage<string[]>();
  const label = labelOf({ name: exchange, account });
  const refused = new Set<PrivateDataKind>();

  const client = createSignedClient(
    { name: exchange, credentials },
    {
      throttle: caller.throttle,
      fetch(url, params) {
        sending.getStore()?.push(url, params.body ?? '');
        return caller.fetch(url, params);
      },
    },
    options,
  );

  const keyRefused = (kind: PrivateDataKind, reason: string, cause: unknown): MarketError => {
    const remedy = commandFor('keys', { name: exchange, account });
    if (!refused.has(kind)) {
      logger.warn('Exchange key refused', { exchange, account, kind, error: reason, remedy });
    }
    refused.add(kind);
    return new MarketError(
      'key_refused',
      'key refused',
      `${label} does not accept the key: ${reason}. Check it at the exchange, or give another one with ${remedy}.`,
      { cause },
    );
  };

  const judged = (kind: PrivateDataKind, error: unknown): unknown => {
    const failure = failureIn(error);
    const reason = failure && refusalTold(failure.cause, failure);
    if (reason !== undefined) return keyRefused(kind, reason, error);
    if (!isAboutTime(failure)) return error;
    const why = "its clock and this machine's differ";
    return new MarketError('exchange_failed', why, `${label} could not be asked: ${why}. Try again.`, {
      cause: error,
    });
  };

  async function difference(signal: AbortSignal): Promise<number | undefined> {
    const loaded = await session.current(signal);
    shareMarkets(client, loaded.client);
    const measured = await clock.difference(loaded, signal);
    if (measured !== undefined) setTimeDifference(client, measured);
    return measured;
  }

  async function askOnce<R, T>({ kind, signal, ask, read }: SignedQuestion<R, T>): Promise<T> {
    const offset = await difference(signal);
    let sent: string[] = [];
    const told = await caller.ask({
      lane: 'bulk',
      signal,
      ask() {
        sent = [];
        return sending.run(sent, async () => {
          try {
            return await ask(client);
          } catch (error) {
            throw sent.length === 0 && isUnsigned(error) ? keyRefused(kind, WRONG_FORM, error) : error;
          }
        });
      },
      read(value: R, answer) {
        const at = answer?.arrivedAt ?? Date.now();
        const exchangeTime = offset === undefined ? null : new Date(at - offset);
        return read(value, { body: answer?.body ?? '', at: new Date(at), exchangeTime, sent });
      },
    });
    refused.delete(kind);
    return told;
  }

  return {
    ...connection,
    account,
    halfTime() {
      const began = performance.now();
      return () => performance.now() - began > options.timeoutMs / 2;
    },
    exchangeNow: async (signal) => Date.now() - ((await difference(signal)) ?? 0),
    async askSigned(question) {
      try {
        return await askOnce(question);
      } catch (error) {
        if (!isAboutTime(failureIn(error))) throw judged(question.kind, error);
        clock.doubt();
        return askOnce(question).catch((second: unknown) => {
          throw judged(question.kind, second);
        });
      }
    },
  };
}

function failureIn(error: unknown): ExchangeFailure | undefined {
  const cause = error instanceof MarketError ? error.cause : undefined;
  return cause instanceof ExchangeFailure ? cause : undefined;
}

function isAboutTime(failure: ExchangeFailure | undefined): boolean {
  return failure?.cause instanceof ccxt.InvalidNonce;
}

/** Thrown by what makes signatures, before anything is sent: everything of ours and of ccxt has a class of its own. */
function isUnsigned(error: unknown): boolean {
  return ![ccxt.BaseError, MarketError, ExchangeFailure].some((type) => error instanceof type);
}
