import type {
  AddExchange,
  ChangeExchange,
  ExchangeChanged,
  ExchangeSaved,
  ExchangeTest,
  RegisteredExchanges,
} from '@neuratrade/api-contracts';
import { AppError, type Logger } from '@neuratrade/service-kit';
import { orUnavailable } from '../../platform/db/unavailable.js';
import type { CcxtExchanges } from './ccxt-exchanges.js';
import {
  type ExchangeChange,
  type ExchangePlace,
  type ExchangeRow,
  type ExchangeState,
  isAt,
  registered,
} from './exchange.js';

export interface ExchangesOptions {
  readonly list: (account: string | undefined) => Promise<readonly ExchangeRow[]>;
  /** Rejects with an AppError where there is no account of that name. */
  readonly account: (name: string) => Promise<unknown>;
  /** Rejects when the database takes no change. */
  readonly tryChange: () => Promise<void>;
  readonly settle: (change: ExchangeChange) => Promise<readonly ExchangeRow[]>;
  /** For when it is not known what ccxt-service has done, or the registry does not have it. */
  readonly lookSoon: () => void;
  readonly ccxt: CcxtExchanges;
  readonly reasonOf: (error: unknown) => string;
  readonly logger: Logger;
}

/** Every call rejects with an AppError that says what to do. */
export interface ExchangesService {
  list(account: string | undefined): Promise<RegisteredExchanges>;
  add(exchange: AddExchange): Promise<ExchangeSaved>;
  change(place: ExchangePlace, change: ChangeExchange): Promise<ExchangeSaved>;
  remove(place: ExchangePlace): Promise<void>;
  /** Asks the exchange itself; changes nothing. */
  test(place: ExchangePlace): Promise<ExchangeTest>;
}

/** The exchanges as an operator manages them: ccxt-service decides and keeps the keys, the registry remembers the rest. */
export function createExchangesService(options: ExchangesOptions): ExchangesService {
  const { list, account: known, tryChange, settle, lookSoon, ccxt, reasonOf, logger } = options;

  const settled = async (change: ExchangeChange, done: string): Promise<readonly ExchangeRow[]> => {
    try {
      return await settle(change);
    } catch (error) {
      lookSoon();
      const text = `${change.place.name} is ${done}, but the database cannot be asked now: ${reasonOf(error)}. The list follows as soon as it can.`;
      throw new AppError('unavailable', text, { cause: error });
    }
  };

  const asked = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      lookSoon();
      throw error;
    }
  };

  const saved = async (
    what: 'added' | 'changed',
    { exchange, permissions, warnings }: ExchangeChanged,
  ): Promise<ExchangeSaved> => {
    const state = stateOf(exchange);
    const rows = await settled({ place: state, state }, what);
    const row = rows.find(isAt(state));
    if (row !== undefined) return { exchange: registered(row), permissions, warnings };
    throw new AppError(
      'conflict',
      `${state.name} was ${what}, and removed at the same time by someone else.`,
    );
  };

  return {
    async list(account) {
      if (account !== undefined) await known(account);
      const exchanges = (await orUnavailable(list(account), reasonOf)).map(registered);
      return { exchanges, count: exchanges.length };
    },
    async add(exchange) {
      await known(exchange.account);
      await orUnavailable(tryChange(), reasonOf);
      return saved('added', await asked(ccxt.add(exchange)));
    },
    async change(place, change) {
      await orUnavailable(tryChange(), reasonOf);
      const changed = await asked(ccxt.change(place, change));
      if (change.key !== undefined) {
        const { name, account, has_auth } = changed.exchange;
        logger.info('Exchange key changed', { exchange: name, account, has_auth });
      }
      return saved('changed', changed);
    },
    async remove(place) {
      await orUnavailable(tryChange(), reasonOf);
      await asked(ccxt.remove(place));
      await settled({ place, state: undefined }, 'removed');
    },
    test: (place) => ccxt.test(place),
  };
}

function stateOf({ account, name, enabled, has_auth: hasAuth }: ExchangeChanged['exchange']): ExchangeState {
  return { account, name, enabled, hasAuth };
}
