import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A chat takes a message a second, so that nothing more comes after this. */
const QUIET_MS = 1_500;

/** The chat of somebody who types and presses, and prints what it shows then; pictures go into the folder that is given. */
export function openChat(telegram, { chatId, pictures, withinMs }) {
  let asked = '';

  async function settled(before, isAnswered) {
    const end = Date.now() + withinMs;
    let last = before;
    let since = Date.now();
    while (!isAnswered() || Date.now() - since < QUIET_MS) {
      if (Date.now() > end) throw new Error(`${asked}: no answer within ${withinMs / 1_000} s.`);
      await sleep(50);
      const now = telegram.sent().length;
      if (now !== last) since = Date.now();
      last = now;
    }
  }

  function print(messages) {
    console.log(`── ${asked}\n`);
    for (const { text, photo, buttons } of messages) {
      const rows = buttons.map((row) => row.map((button) => `[ ${button.text} ]`).join(' '));
      const parts = [photo ? picture(photo) : '', text, rows.join('\n')].filter((part) => part !== '');
      console.log(`${parts.join('\n\n').replace(/^(?=.)/gm, '  ')}\n`);
    }
  }

  function picture(bytes) {
    const name = `${asked
      .replace(/[^a-z\d]+/gi, '-')
      .replace(/^-|-$/g, '')
      .toLowerCase()}.png`;
    if (pictures === undefined) return `(picture of ${bytes.length} bytes)`;
    mkdirSync(pictures, { recursive: true });
    writeFileSync(join(pictures, name), bytes);
    return `(picture: ${join(pictures, name)})`;
  }

  return {
    async say(text) {
      asked = text;
      const before = telegram.shown(chatId).length;
      telegram.updates.pushText({ chatId, text });
      await settled(telegram.sent().length, () => telegram.shown(chatId).length > before);
      print(telegram.shown(chatId).slice(before));
    },
    /** Presses the button of the newest message that says so, if it has one. */
    async press(wanted) {
      const message = telegram.shown(chatId).at(-1);
      const button = message?.buttons.flat().find(({ text }) => wanted.test(text));
      if (button === undefined) return;
      asked = `${asked} [ ${button.text} ]`;
      const answers = () => telegram.calls('answerCallbackQuery').length;
      const before = answers();
      telegram.updates.pushCallback({ chatId, messageId: message.messageId, data: button.data });
      await settled(telegram.sent().length, () => answers() > before);
      print(telegram.shown(chatId).filter(({ messageId }) => messageId === message.messageId));
    },
  };
}
