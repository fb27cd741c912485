import { expect, test } from '@jest/globals';
import { tradesCsv } from './trades-csv.js';

test('a header line, a line a trade, quotes where they are needed, nothing for what is unknown', () => {
  const trade = {
    ...{
      id: '7-a,"b"',
      account: 'main',
      exchange: 'mybot',
      symbol: 'BTC/USDT',
      side: 'long' as const,
      size: '0.05',
    },
    ...{
      entry_price: '45000',
      exit_price: '46000.5',
      duration_seconds: 2_700.5,
      fees: null,
      funding: '0',
      pnl: '-1',
    },
    ...{ opened_at: '2026-03-03T10:30:00.000Z', closed_at: '2026-03-03T11:15:00.500Z' },
  };
  expect([tradesCsv([]), tradesCsv([trade])]).toEqual([
    'id,account,exchange,symbol,side,size,entry_price,exit_price,opened_at,closed_at,duration_seconds,fees,funding,pnl\r\n',
    `id,account,exchange,symbol,side,size,entry_price,exit_price,opened_at,closed_at,duration_seconds,fees,funding,pnl\r
"7-a,""b""",main,mybot,BTC/USDT,long,0.05,45000,46000.5,2026-03-03T10:30:00.000Z,2026-03-03T11:15:00.500Z,2700.5,,0,-1\r
`,
  ]);
});
