import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { startSimulator } from '@neuratrade/exchange-simulator';
import { AppError, createAwakeClock, type Logger } from '@neuratrade/service-kit';
import { type Cleanup, createCleanup, request } from '@neuratrade/test-kit';
import { openExchangeData } from '../src/exchanges/index.js';
import type { MarketData } from '../src/market/market-data.js';
import { type ScriptedExchange, scriptedExchange } from './scripted-exchange.js';

const clock = createAwakeClock();

/** The list of markets as the simulator tells it. */
export async function simulatedMarkets(): Promise<string> {
  const simulator = await startSimulator();
  const { text } = await request(`${simulator.url}/api/v3/exchangeInfo`);
  await simulator.close();
  return text;
}

/** Opens the market data of a scripted exchange, which writes its log into `lines`. */
export function openScripted(
  exchange: ScriptedExchange,
  { name = 'simulator', lines = [] }: { name?: string; lines?: object[] } = {},
): MarketData {
  const told = (level: string) => (msg: string, fields?: object) =>
    void lines.push({ level, msg, ...fields });
  const logger: Logger = {
    debug: told('debug'),
    info: told('info'),
    warn: told('warn'),
    error: told('error'),
  };
  const options = { simulatorUrl: exchange.url, timeoutMs: 5_000, queue: 100, clock, logger };
  return openExchangeData({ name }, options).market;
}

/** Has an exchange list its markets, and answer everything else with this body; tells what it is asked. */
export function scriptBody(
  exchange: ScriptedExchange,
  markets: string,
  body: unknown,
  headers: Record<string, string> = {},
): string[] {
  const asked: string[] = [];
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  exchange.set((response: ServerResponse) => {
    const url = response.req.url ?? '';
    asked.push(url);
    const listed = url.includes('exchangeInfo');
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(listed ? markets : text);
  });
  return asked;
}

/** What a question is refused with. */
export async function failureOf(promise: Promise<unknown>): Promise<Pick<AppError, 'code' | 'message'>> {
  const error: unknown = await promise.then(
    (value) => new Error(`answered ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw error;
  return { code: error.code, message: error.message };
}

export const TICKER = {
  symbol: 'BTCUSDT',
  lastPrice: '46000.10',
  bidPrice: '46000.00',
  bidQty: '1.50',
  askPrice: '46000.20',
  askQty: '0.00000001',
  openPrice: '45000',
  highPrice: '46100',
  lowPrice: '44900',
  priceChange: '1000.10',
  priceChangePercent: '2.222',
  volume: '12',
  quoteVolume: '552000',
  closeTime: Date.parse('2026-03-03T10:30:00.999Z'),
};
export const BOOK = {
  lastUpdateId: 1,
  bids: [
    ['10000.00', '1'],
    ['9999.99', '2'],
  ],
  asks: [['10000.01', '1']],
};
const HOUR = 3_600_000;
export const START = Date.parse('2026-03-03T00:00:00Z');
export const candle = (index: number, prices = ['10', '12', '9', '11'], volume: unknown = '5') => [
  START + index * HOUR,
  ...prices,
  volume,
];

type ToldMarket = Awaited<ReturnType<typeof startTold>>;

/** A scripted exchange for the tests of a file, and for each of them its market data, opened anew. */
export function useToldMarket(): ToldMarket & { market: MarketData } {
  const cleanup = createCleanup();
  const told = {} as ToldMarket & { market: MarketData };
  beforeAll(async () => void Object.assign(told, await startTold(cleanup)));
  beforeEach(() => void Object.assign(told, { market: openScripted(told.exchange) }));
  afterAll(() => cleanup.run());
  return told;
}

/** A scripted exchange with the simulator's list of markets. */
async function startTold(cleanup: Cleanup) {
  const markets = await simulatedMarkets();
  const exchange = cleanup.use(await scriptedExchange());
  return {
    markets,
    exchange,
    /** Has it answer with this body; tells what it is asked. */
    says: (body: unknown) => scriptBody(exchange, markets, body),
  };
}
