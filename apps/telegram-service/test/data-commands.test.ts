import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Trades } from '@neuratrade/api-contracts';
import { startBot, type TestBot } from './bot.js';
import { fixture } from './fixture.js';

jest.setTimeout(30_000);

const UPDATED = '2026-03-03T10:30:00Z';
let bot: TestBot;
let chat = 500;
beforeAll(async () => {
  bot = await startBot();
});
afterAll(() => bot.close());
beforeEach(() => {
  chat += 1;
});

const ask = async (text: string) => (await bot.say(chat, text)).at(-1);
const textOf = async (text: string) => (await ask(text))?.text;
const labels = (message: Awaited<ReturnType<typeof ask>>) =>
  message?.buttons.map((row) => row.map(({ text }) => text));
describe('/trades', () => {
  const asked = () => bot.backend.log().findLast(({ path }) => path.endsWith('/trades'))?.query.limit;
  const trade: Trades['trades'][number] = {
    ...{ id: '1', account: 'main', exchange: 'binance', symbol: '<b>/USDT', side: 'short', size: '1' },
    ...{ entry_price: '2', exit_price: '1', fees: '0', funding: '0', pnl: '1', duration_seconds: 60 },
    ...{ opened_at: '2026-03-03T10:29:00.000Z', closed_at: '2026-03-03T10:30:00.000Z' },
  };

  test('shows the last ten, or as many as are asked for', async () => {
    bot.backend.tell('trades', { currency: 'USDT', trades: [trade], next_cursor: null });
    expect(await textOf('/trades')).toMatch(
      /^The last trade\n\n🟢 <b>\/USDT short\n\+1\.00 USDT\n2\.00 → 1\.00 in 1m\nClosed 2026-03-03 10:30 UTC\n\nAs of .* UTC$/,
    );
    expect(asked()).toBe('10');
    await ask('/trades 100');
    expect(asked()).toBe('100');
  });

  test('a hundred of them are pages', async () => {
    const trades = Array.from({ length: 100 }, () => ({ ...trade, symbol: `${'x'.repeat(40)}/USDT` }));
    bot.backend.tell('trades', { currency: 'USDT', trades, next_cursor: null }, chat);
    const message = await ask('/trades 100');
    expect(message?.text.split('\n')[0]).toBe('The last 100 trades');
    expect(labels(message)?.[0]).toEqual([expect.stringMatching(/^1\/\d$/), '▶']);
  });

  test.each(['0', '101', '-1', '1.5', 'ten', '10 20', '1'.repeat(50)])(
    '%s of them are refused',
    async (count) => {
      const before = bot.backend.requests('/api/v1/telegram/internal/trades');
      expect(await textOf(`/trades ${count}`)).toBe(
        `I cannot show “${count.length > 24 ? `${count.slice(0, 24)}…` : count}” trades. Give a whole number from 1 to 100: /trades 20`,
      );
      expect(bot.backend.requests('/api/v1/telegram/internal/trades')).toBe(before);
    },
  );
});

test('/quests is the page’s message, byte for byte', async () => {
  const raw = [
    { id: 'first_trade', metric: 'fills', unit: null },
    { id: 'profit_streak', metric: 'win_streak', unit: null },
    { id: 'volume_milestone', metric: 'volume', unit: 'USDT' },
  ];
  bot.backend.tell('quests', { ...JSON.parse(fixture('quests.json')), raw });
  await ask('/quests');
  const sent = bot.telegram.calls('sendMessage').findLast(({ payload }) => payload.chat_id === chat);
  expect(sent?.payload.text).toBe(fixture('telegram-quests.txt'));
});

test('times are those of the chat, once it has chosen a zone', async () => {
  bot.backend.tell('quests', { quests: [], updated_at: UPDATED });
  const last = async (text: string) => (await textOf(text))?.split('\n').at(-1);
  expect(await last('/quests')).toBe('Last Updated: 2026-03-03 10:30 UTC');
  await ask('/digest Asia/Tokyo');
  expect(await last('/quests')).toBe('Last Updated: 2026-03-03 19:30 Asia/Tokyo');
  expect(await last('/trades')).toMatch(/^As of \d{4}-\d\d-\d\d \d\d:\d\d Asia\/Tokyo$/);
  expect(await last('/status')).toBe('As of 2026-03-03 19:30 Asia/Tokyo');
});

describe('/digest', () => {
  const change = (body: unknown) =>
    bot.backend.log().findLast(({ method, path }) => method === 'PATCH' && path.endsWith(`/${chat}`))?.body ??
    body;
  const state = async (text: string) => (await textOf(text))?.split('\n')[2];

  test('tells when it comes, and is switched and moved', async () => {
    expect(await state('/digest')).toBe('Off. Switched on, it comes every day at 08:00 UTC.');
    expect(await state('/digest on 8:30 europe/berlin')).toBe('On: every day at 08:30 Europe/Berlin.');
    expect(change(undefined)).toEqual({
      digest: { enabled: true, at: '08:30' },
      timezone: 'Europe/Berlin',
    });
    await bot.press(chat, 'Switch off');
    expect(bot.telegram.shown(chat).at(-1)?.text.split('\n')[2]).toBe(
      'Off. Switched on, it comes every day at 08:30 Europe/Berlin.',
    );
    expect(await state('/digest 07:00')).toBe('On: every day at 07:00 Europe/Berlin.');
  });

  test('changes nothing where it does not understand', async () => {
    expect(await textOf('/digest on 25:00')).toMatch(
      /^I do not understand “on 25:00”, so nothing is changed\./,
    );
    expect(change(undefined)).toBeUndefined();
  });

  test('now is one at once', async () => {
    bot.backend.tell('digest', {
      ...{ account: 'main', from: '2026-03-02T10:30:00Z', to: UPDATED, total_equity: '10,500.00 USDT' },
      ...{
        equity_change: null,
        equity_change_percent: null,
        flows: '0.00 USDT',
        pnl: '0.00 USDT',
        pnl_percent: null,
      },
      ...{
        closed_trades: 0,
        wins: 0,
        losses: 0,
        best_trade: null,
        worst_trade: null,
        quests: [],
        incidents: [],
      },
      updated_at: UPDATED,
    });
    expect(await textOf('/digest now')).toBe(
      'Daily digest\n2026-03-02 10:30 to 2026-03-03 10:30 UTC\n\n⚪ Result: 0.00 USDT\nEquity: 10,500.00 USDT\nChange: not known\n\nNo trade was closed.\n\n🟢 No incidents\n\nAs of 2026-03-03 10:30 UTC',
    );
  });

  test('is changed in a group by its administrators alone', async () => {
    const group = { chatType: 'group' as const, fromId: 9 };
    bot.telegram.setAdministrators(-chat, [8]);
    expect((await bot.say(-chat, '/digest off', group)).at(-1)?.text).toBe(
      'Only an administrator of this group can do that.',
    );
    expect((await bot.say(-chat, '/digest on', { ...group, fromId: 8 })).at(-1)?.text.split('\n')[2]).toBe(
      'On: every day at 08:00 UTC.',
    );
  });
});

test('whatever is asked, a backend that fails is told in words that say what to do', async () => {
  const down = '🔴 The backend failed: HTTP 500.\n\nTry again in a minute. The reason is in backend.log.';
  bot.backend.set({ status: 500 });
  const commands = [
    'status',
    'quests',
    'portfolio',
    'performance',
    'trades',
    'exchanges',
    'cache',
    'digest now',
  ];
  const answers = [];
  for (const command of commands) answers.push(await textOf(`/${command}`));
  expect(answers).toEqual(commands.map(() => down));
  bot.backend.set(undefined);
});
