import { sequentialize } from '@grammyjs/runner';
import { Bot } from 'grammy';
import type { BackendClient } from '../backend-client.js';
import type { BotConfig } from '../config.js';
import { useRetries } from './api.js';
import type { Command } from './commands/command.js';
import { renderUnknown } from './render/help.js';

export interface CreateBotOptions {
  readonly config: BotConfig;
  readonly commands: readonly Command[];
  readonly backend: BackendClient;
  /** Seconds after which a call to Telegram counts as unanswered. */
  readonly callTimeoutS: number;
  /** Aborts when answers under way must end. */
  readonly abandoned: AbortSignal;
}

/** A bot that answers the commands: in order within a chat, chats beside one another. It contacts Telegram only to answer. */
export function createBot({ config, commands, backend, callTimeoutS, abandoned }: CreateBotOptions): Bot {
  const bot = new Bot(config.token, {
    client: { apiRoot: config.apiRoot, timeoutSeconds: callTimeoutS },
  });
  useRetries(bot.api, abandoned);
  bot.use(sequentialize((context) => context.chat?.id.toString()));
  for (const command of commands) {
    bot.command(command.name, async (context) => {
      const text = context.match.trim();
      const answer = await command.answer({ text, commands, backend, signal: abandoned });
      await context.reply(answer, { parse_mode: 'HTML', link_preview_options: { is_disabled: true } });
    });
  }
  bot.chatType('private').on('message:text', (context) => context.reply(renderUnknown()));
  return bot;
}
