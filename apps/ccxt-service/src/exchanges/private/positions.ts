import type { Positions } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import type { MarketInterface } from 'ccxt';
import { holdsList } from '../market/to-candles.js';
import { unexpected } from '../market/unexpected.js';
import type { Signed } from './signed.js';
import { toPositions } from './to-positions.js';

/** The open positions of an account, where there are derivatives. @throws {AppError} */
export async function askPositions(signed: Signed, signal: AbortSignal): Promise<Omit<Positions, 'account'>> {
  const { exchange, has, session } = signed;
  const { client } = await session.current(signal);
  const markets = client.markets as Readonly<Record<string, MarketInterface>>;
  const derivatives = Object.values(markets).some(({ contract }) => contract === true);
  if (!derivatives || !has.fetchPositions) {
    return { exchange, as_of: formatTimestamp(new Date()), supported: false, positions: [] };
  }
  return signed.askSigned({
    kind: 'positions',
    signal,
    ask: (own) => own.fetchPositions(),
    read(told, { body, at }) {
      if (told.length === 0 && !holdsList(body)) throw unexpected('no list of positions');
      return { exchange, as_of: formatTimestamp(at), supported: true, positions: toPositions(told, markets) };
    },
  });
}
