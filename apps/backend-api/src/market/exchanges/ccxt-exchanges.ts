import {
  type AddExchange,
  type ChangeExchange,
  configuredExchangesSchema,
  type ExchangeChanged,
  type ExchangeTest,
  exchangeChangedSchema,
  exchangeTestSchema,
} from '@neuratrade/api-contracts';
import { type FetchJsonOptions, fetchJson } from '@neuratrade/service-kit';
import type { z } from 'zod';
import { type Asked, noAnswer, refusal } from './ccxt-answer.js';
import type { ExchangePlace, ExchangeState } from './exchange.js';

/** What ccxt-service is configured with; another `revision` means another configuration. */
export interface Configuration {
  readonly revision: string;
  readonly exchanges: readonly ExchangeState[];
}

/** ccxt-service as the place where exchanges are configured. Every call rejects with an AppError that says what to do. */
export interface CcxtExchanges {
  configuration(): Promise<Configuration>;
  add(exchange: AddExchange): Promise<ExchangeChanged>;
  change(place: ExchangePlace, change: ChangeExchange): Promise<ExchangeChanged>;
  remove(place: ExchangePlace): Promise<void>;
  test(place: ExchangePlace): Promise<ExchangeTest>;
}

const READ_MS = 2_000;
/** Longer than ccxt-service takes to have a key verified by an exchange. */
const CHANGE_MS = 30_000;

export function createCcxtExchanges({
  url,
  serviceKey,
}: {
  readonly url: string;
  readonly serviceKey: string | undefined;
}): CcxtExchanges {
  const base = `${url.replace(/\/+$/, '')}/api/v1/exchanges`;
  const headers = serviceKey === undefined ? {} : { 'x-api-key': serviceKey };

  const call = async <T>(
    target: string,
    schema: z.ZodType<T>,
    asked: Asked,
    options: FetchJsonOptions,
  ): Promise<T> => {
    const answer = await fetchJson(target, { ...options, headers }).catch((error: unknown) => {
      throw noAnswer(error, asked);
    });
    const told = schema.safeParse(answer.body);
    const isOk = answer.status >= 200 && answer.status < 300;
    if (isOk && told.success && (answer.body !== undefined || answer.status === 204)) return told.data;
    throw refusal(answer, asked);
  };
  const at = ({ account, name }: ExchangePlace, suffix = ''): string =>
    `${base}/${encodeURIComponent(name)}${suffix}?account=${encodeURIComponent(account)}`;
  const within = (ms: number): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(ms) });

  return {
    async configuration() {
      const asked = { undone: 'its exchanges are not known', unknown: undefined, secrets: [] };
      const { revision, exchanges } = await call(base, configuredExchangesSchema, asked, within(READ_MS));
      return {
        revision,
        exchanges: exchanges.map(({ has_auth: hasAuth, account, name, enabled }) => ({
          account,
          name,
          enabled,
          hasAuth,
        })),
      };
    },
    add: (exchange) =>
      call(base, exchangeChangedSchema, askedFor(exchange, 'added', exchange), {
        ...within(CHANGE_MS),
        method: 'POST',
        body: exchange,
      }),
    change: (place, change) =>
      call(at(place), exchangeChangedSchema, askedFor(place, 'changed', change), {
        ...within(CHANGE_MS),
        method: 'PATCH',
        body: change,
      }),
    async remove(place) {
      await call(at(place), exchangeChangedSchema.optional(), askedFor(place, 'removed'), {
        ...within(CHANGE_MS),
        method: 'DELETE',
      });
    },
    test: (place) =>
      call(
        at(place, '/test'),
        exchangeTestSchema,
        { undone: `${place.name} is not tested`, unknown: undefined, secrets: [] },
        { ...within(CHANGE_MS), method: 'POST' },
      ),
  };
}

function askedFor(
  { name }: { readonly name: string },
  what: string,
  { key, secret, password }: Partial<Pick<ChangeExchange, 'key' | 'secret' | 'password'>> = {},
): Asked {
  return {
    undone: `${name} is not ${what}`,
    unknown: `${name} was ${what}`,
    secrets: [key ?? undefined, secret, password],
  };
}
