import { Bot, type Context } from 'grammy';
import type { BotConfig } from '../config.js';
import { isAdministrator } from './administrators.js';
import { answerTo, type BotTools } from './answering.js';
import { commandIn, commandNamed, unknownCommand } from './asked.js';
import { deliver } from './delivering.js';
import { useMembership } from './membership.js';
import { usePresses } from './presses.js';
import { renderUnknown } from './render/help.js';

export interface CreateBotOptions extends Omit<BotTools, 'api' | 'botName' | 'signal'> {
  readonly config: BotConfig;
  /** Seconds after which a call to Telegram counts as unanswered. */
  readonly callTimeoutS: number;
  /** Aborts when answers under way must end. */
  readonly abandoned: AbortSignal;
}

/**
 * A bot that answers the commands, in private chats and in groups. It contacts Telegram only to answer. An update's handling rejects only
 * where the answer could not be brought out, with what grammY throws, or once `abandoned` aborted.
 */
export function createBot({ config, callTimeoutS, abandoned, ...rest }: CreateBotOptions): Bot {
  const bot = new Bot(config.token, {
    client: { apiRoot: config.apiRoot, timeoutSeconds: callTimeoutS },
  });
  const botName = () => bot.botInfo.username;
  const tools: BotTools = { ...rest, api: bot.api, botName, signal: abandoned };
  useMembership(bot, tools.links);
  const chats = bot.filter(({ chat }) => chat !== undefined && chat.type !== 'channel');
  chats.on('message:text', (context) => hear(context, context.message.text, tools));
  usePresses(chats, tools);
  return bot;
}

async function hear(context: Context, text: string, tools: BotTools): Promise<void> {
  const { chat, msg } = context;
  if (chat === undefined || msg === undefined) return;
  const { commands } = tools;
  const own = tools.botName().toLowerCase();
  const asked = commandIn(text);
  const threadId = msg.is_topic_message === true ? msg.message_thread_id : undefined;
  const place = { chatId: chat.id, threadId };
  const say = async (words: string): Promise<void> => {
    const pressed = { page: 0, command: 'help', args: '' };
    await deliver({ answer: { blocks: [words] }, picture: undefined, asked: pressed }, place, tools);
  };
  if (asked === undefined) return chat.type === 'private' ? say(renderUnknown()) : undefined;
  if (asked.bot !== undefined && asked.bot !== own) return;
  const command = commandNamed(asked.name, commands);
  if (command === undefined) {
    const meant = chat.type === 'private' || asked.bot === own;
    return meant ? say(unknownCommand(asked.name, commands)) : undefined;
  }
  const pressed = { page: 0, command: command.name, args: asked.args };
  const question = { command, pressed, chat, place, isAdministrator: () => isAdministrator(context) };
  await deliver(await answerTo(question, tools), place, tools);
}
