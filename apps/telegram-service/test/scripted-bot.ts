import type { BotApiCall, ShownMessage } from '@neuratrade/test-kit';
import type { Answer } from '../src/bot/answer.js';
import { startBot, type TestBot } from './bot.js';

/** A bot whose commands /show and /draw, which draws, answer what a test says. Every test talks in a chat of its own. */
export interface ScriptedBot extends Omit<TestBot, 'say' | 'press'> {
  readonly chat: number;
  /** Goes on in a new chat, with a Telegram that works. */
  nextChat(): void;
  /** What is answered from now on. */
  answer(answer: (args: string) => Answer | Promise<Answer>): void;
  say(text: string): Promise<ShownMessage[]>;
  press(label: string): Promise<Record<string, unknown>>;
  /** The texts, and the labels of the last message's buttons by row, that the chat shows now. */
  texts(): string[];
  labels(): string[][] | undefined;
  /** Accepted calls of a method in this chat. */
  calls(method: string): BotApiCall[];
}

export async function startScriptedBot(): Promise<ScriptedBot> {
  let chat = 100;
  let current: (args: string) => Answer | Promise<Answer> = () => ({ blocks: ['nothing to say yet'] });
  const command = {
    description: 'For this test',
    section: 'This chat',
    access: 'linked',
    answer: ({ args }: { readonly args: string }) => current(args),
  } as const;
  const bot = await startBot([
    { ...command, name: 'show' },
    { ...command, name: 'draw', draws: true },
  ]);
  const shown = () => bot.telegram.shown(chat);
  return {
    ...bot,
    get chat() {
      return chat;
    },
    nextChat() {
      chat += 1;
      bot.telegram.set({ kind: 'ok' });
    },
    answer(answer) {
      current = answer;
    },
    say: (text) => bot.say(chat, text),
    press: (label) => bot.press(chat, label),
    texts: () => shown().map(({ text }) => text),
    labels: () =>
      shown()
        .at(-1)
        ?.buttons.map((row) => row.map(({ text }) => text)),
    calls: (method) => bot.telegram.calls(method).filter(({ payload }) => Number(payload.chat_id) === chat),
  };
}
