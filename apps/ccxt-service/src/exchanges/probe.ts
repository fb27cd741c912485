import type { Exchange } from 'ccxt';
import { type ConfiguredExchange, SIMULATOR } from '../configured/exchange.js';
import type { ExchangeFailure, ProbedExchange } from '../connectivity/failure.js';
import { questionFor } from './ask.js';
import { classifyError } from './classify.js';
import { type ClientOptions, createClient } from './client.js';
import { createHold } from './hold.js';
import { timeRequests } from './timing.js';

export interface ProbeOptions extends ClientOptions {
  readonly intervalMs: number;
}

/** Makes one exchange askable through a ccxt instance of its own. While it asks for a pause it is left alone. */
export function createProbedExchange(configured: ConfiguredExchange, options: ProbeOptions): ProbedExchange {
  const client = createClient(configured, options);
  const ask = questionFor(client);
  const lastRequest = timeRequests(client);
  const hold = createHold<ExchangeFailure>(options.intervalMs);

  return {
    name: configured.name,
    simulator: configured.name === SIMULATOR,
    async probe() {
      const held = hold.current();
      if (held !== undefined) throw held;
      await loadNetwork(client);
      try {
        const time = await ask(client);
        const { latencyMs, endedAt } = lastRequest();
        return {
          latencyMs,
          clockOffsetMs: time === null ? null : Math.round(time + latencyMs / 2 - endedAt),
        };
      } catch (error) {
        const failure = classifyError(error);
        if (failure.errorClass === 'rate_limited') hold.start(failure, retryAfter(client));
        throw failure;
      }
    },
  };
}

/** Has ccxt load its network modules, which it does with the first request, so that no latency includes it. */
async function loadNetwork(client: Exchange): Promise<void> {
  await client.loadProxyModules();
  await client.loadFetchImplementation();
}

function retryAfter(client: Exchange): string | undefined {
  const headers = (client.last_response_headers ?? {}) as Readonly<Record<string, unknown>>;
  const entry = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after');
  return entry === undefined ? undefined : String(entry[1]);
}
