import { describe, expect, test } from '@jest/globals';
import ccxt, { type Exchange } from 'ccxt';
import { questionFor } from './ask.js';
import { createClient, KNOWN_EXCHANGES } from './client.js';
import { createTransport } from './transport.js';

const OPTIONS = { timeoutMs: 1_234, simulatorUrl: 'http://127.0.0.1:3010', fetch: createTransport().fetch };

function addressesIn(value: unknown): string[] {
  return typeof value === 'string' ? [value] : Object.values(value as object).flatMap(addressesIn);
}

describe('a ccxt client', () => {
  test('of the simulator knows no address but the simulator, and as many as before', () => {
    const client = createClient({ name: 'simulator' }, OPTIONS);
    const addresses = addressesIn(client.urls.api);
    expect(addresses.filter((address) => !address.startsWith('http://127.0.0.1:3010/'))).toEqual([]);
    expect(addresses.length).toBe(addressesIn(new ccxt.binance().urls.api).length);
    expect((client.urls.api as Record<string, string>).public).toBe('http://127.0.0.1:3010/api/v3');
  });

  test('keeps the rate limit, has the timeout, and signs in with what was configured', () => {
    const credentials = { apiKey: 'key', secret: 'secret', password: 'word' };
    const client = createClient({ name: 'kucoin', credentials }, OPTIONS);
    const { id, enableRateLimit, timeout, apiKey, secret, password } = client;
    expect({ id, enableRateLimit, timeout, apiKey, secret, password }).toEqual({
      id: 'kucoin',
      enableRateLimit: true,
      timeout: 1_234,
      ...credentials,
    });
  });

  test('can be made for every exchange of ccxt, none of which is called simulator', () => {
    expect(ccxt.exchanges as readonly string[]).not.toContain('simulator');
    const made = KNOWN_EXCHANGES.map((name) => createClient({ name }, OPTIONS));
    expect(made.length).toBe(ccxt.exchanges.length + 1);
  });
});

describe('what an exchange is asked', () => {
  const questionOf = (name: string) => questionFor(createClient({ name }, OPTIONS));
  test('is its time, else its status, else a ticker', () => {
    const kinds = ['binance', 'bitfinex', 'bitstamp', 'upbit'].map((name) => {
      const client: Exchange = createClient({ name }, OPTIONS);
      return [client.has.fetchTime === true, client.has.fetchStatus === true, questionOf(name).ask.name];
    });
    expect(kinds).toEqual([
      [true, true, 'askTime'],
      [false, true, 'askStatus'],
      [false, false, 'askTicker'],
      [false, false, 'askTicker'],
    ]);
  });
});
