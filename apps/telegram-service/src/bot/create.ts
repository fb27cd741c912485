import { sequentialize } from '@grammyjs/runner';
import { createRedactor } from '@neuratrade/service-kit';
import { Bot } from 'grammy';
import type { BackendClient } from '../backend-client.js';
import type { BotConfig } from '../config.js';
import { useRedaction, useRetries } from './api.js';
import { limitPerChat, type Overflow } from './chat-limit.js';
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
  /** Settles an update of a chat that asks too much. */
  readonly overflow: (overflow: Overflow) => Promise<void>;
}

/**
 * A bot that answers the commands: in order within a chat and not too many at a time, chats beside one another. It contacts
 * Telegram only to answer.
 */
export function createBot(options: CreateBotOptions): Bot {
  const { config, commands, backend, callTimeoutS, abandoned, overflow } = options;
  const bot = new Bot(config.token, {
    client: { apiRoot: config.apiRoot, timeoutSeconds: callTimeoutS },
  });
  useRedaction(bot.api, createRedactor([config.token, config.webhook?.secret]));
  useRetries(bot.api, abandoned);
  const names = commands.map(({ name }) => name);
  const asked = bot.filter((context) => context.chat?.type === 'private' || context.hasCommand(names));
  asked.use(
    limitPerChat(overflow),
    sequentialize((context) => context.chat?.id.toString()),
  );
  for (const command of commands) {
    asked.command(command.name, async (context) => {
      const text = context.match.trim();
      const answer = await command.answer({ text, commands, backend, signal: abandoned });
      await context.reply(answer, { parse_mode: 'HTML', link_preview_options: { is_disabled: true } });
    });
  }
  asked.chatType('private').on('message:text', (context) => context.reply(renderUnknown()));
  return bot;
}
