import { type ExchangeProbe, exchangeConnectivitySchema } from '@neuratrade/health-contracts';
import { createCcxtGetter } from '../ccxt-client/asker.js';

export interface Connectivity {
  /** How each active exchange answers, by its name. Rejects with an AppError within a second while ccxt-service cannot be asked. */
  probes(): Promise<ReadonlyMap<string, ExchangeProbe>>;
}

const LIMITS = { timeoutMs: 1_000, maxSockets: 2, maxBytes: 1024 * 1024 };

/** The exchanges as ccxt-service sees them. Who asks while a question is under way gets its answer. */
export function createConnectivity(ccxt: {
  readonly url: string;
  readonly serviceKey: string | undefined;
}): Connectivity {
  const get = createCcxtGetter({ ...ccxt, ...LIMITS });
  let asked: Promise<ReadonlyMap<string, ExchangeProbe>> | undefined;

  const ask = async (): Promise<ReadonlyMap<string, ExchangeProbe>> => {
    const never = new AbortController().signal;
    const { exchanges } = await get(exchangeConnectivitySchema, 'exchanges/connectivity', {}, never);
    return new Map(exchanges.map((probe) => [probe.name, probe]));
  };

  return {
    probes() {
      asked ??= ask().finally(() => {
        asked = undefined;
      });
      return asked;
    },
  };
}
