import type { ConnectivityWord, ExchangeProbe } from '@neuratrade/health-contracts';
import { connectivityWord } from './report.js';

type Told = readonly Pick<ExchangeProbe, 'status'>[];

/**
 * The word for all exchanges each time it is asked for. When others have just taken the place of those that answered, and
 * none of them was checked yet, that is no outage: the word is `degraded` until the first check.
 */
export function createConnectivityWord(): (exchanges: Told) => ConnectivityWord {
  let last: ConnectivityWord = 'down';
  return (exchanges) => {
    const unchecked = exchanges.length > 0 && exchanges.every(({ status }) => status === 'unknown');
    last = unchecked && last !== 'down' ? 'degraded' : connectivityWord(exchanges);
    return last;
  };
}
