import { setTimeout as sleep } from 'node:timers/promises';

/** What Telegram lets a bot send: so many messages a second in all, and to one chat. */
const PACE = { perSecond: 30, perChatPerSecond: 1 };
const GIVE_UP_AFTER = 3;

/**
 * Asks for the last 1, 2, 3 … trades in every chat, all at once, of a Bot API that refuses what is faster than Telegram's pace. More trades
 * make a longer answer, so that its length tells which question it belongs to.
 */
export async function burst(telegram, chats, questions) {
  telegram.pace(PACE);
  const asked = chats.length * questions;
  const before = telegram.sent().length;
  const requests = telegram.requests('sendMessage');
  const startedAt = performance.now();
  for (let n = 1; n <= questions; n++) {
    for (const chatId of chats) telegram.updates.pushText({ chatId, text: `/trades ${n}` });
  }
  const idealMs = Math.max(asked / PACE.perSecond, questions / PACE.perChatPerSecond) * 1_000;
  const answers = () => telegram.sent().slice(before);
  while (answers().length < asked && performance.now() - startedAt < idealMs * GIVE_UP_AFTER)
    await sleep(100);
  await sleep(2_000);
  telegram.pace(undefined);
  const given = answers();
  const sizes = new Map(chats.map((chatId) => [chatId, []]));
  for (const { payload } of given) sizes.get(payload.chat_id)?.push(payload.text.length);
  return {
    asked,
    idealMs,
    answered: given.length,
    lastedMs: Math.max(...given.map(({ at }) => at)) - startedAt,
    refused: telegram.requests('sendMessage') - requests - given.length,
    outOfOrder: [...sizes.values()].filter((own) => !rises(own)).length,
    incomplete: [...sizes.values()].filter((own) => own.length !== questions).length,
  };
}

const rises = (numbers) => numbers.every((number, index) => index === 0 || number > numbers[index - 1]);
