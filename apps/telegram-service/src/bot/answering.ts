import { errorFields, type Logger } from '@neuratrade/service-kit';
import { type Api, GrammyError } from 'grammy';
import type { BackendClient } from '../backend/client.js';
import { noFigures } from '../backend/figures.js';
import type { Links } from '../links/links.js';
import type { Pictures } from '../pictures/pictures.js';
import { accessOf } from './access.js';
import type { Answer } from './answer.js';
import type { Pressed } from './buttons.js';
import type { Command } from './commands/command.js';
import { LaterError, passingFailure } from './failure.js';
import type { Place, ReadyAnswer } from './present.js';
import { whileTyping } from './typing.js';

/** What the bot works with. */
export interface BotTools {
  readonly api: Api;
  readonly commands: readonly Command[];
  readonly backend: BackendClient;
  readonly links: Links;
  readonly pictures: Pictures;
  readonly logger: Logger;
  readonly botName: () => string;
  /** Aborts when answers are no longer wanted. */
  readonly signal: AbortSignal;
}

/** One question to the bot. */
export interface Asked {
  readonly command: Command;
  readonly pressed: Pressed;
  readonly chat: { readonly id: number; readonly type: string };
  readonly place: Place;
  readonly isAdministrator: () => Promise<boolean>;
}

export const SORRY = 'Something went wrong here. It is in the log.';

/**
 * What the bot says to a question. Whatever a command does wrong is logged and answered with a few words.
 *
 * @throws what grammY throws, and anything once the signal aborted
 */
export async function answerTo(asked: Asked, tools: BotTools): Promise<ReadyAnswer> {
  const { command, place, pressed } = asked;
  const { api, signal } = tools;
  const work = async (): Promise<ReadyAnswer> => {
    const answer = await answerOf(asked, tools);
    const picture = await drawn(answer, asked, tools);
    if (signal.aborted) throw new LaterError('what was cut short is no answer');
    return { answer, picture, asked: pressed };
  };
  if (place.shown !== undefined) return work();
  const action = command.draws === true ? 'upload_photo' : 'typing';
  return whileTyping({ api, chatId: place.chatId, threadId: place.threadId, action }, signal, work);
}

async function answerOf(asked: Asked, tools: BotTools): Promise<Answer> {
  const { command, pressed, chat, isAdministrator } = asked;
  const { backend, links, pictures, logger, commands, signal } = tools;
  const botName = tools.botName();
  try {
    const access = await accessOf({ command, chat, botName, links, logger, signal });
    if ('refused' in access) return access.refused;
    return await command.answer({
      args: pressed.args,
      chat,
      link: access.link,
      timezone: access.link?.timezone ?? 'UTC',
      backend: access.unsure === undefined ? backend : { ...backend, ...noFigures(access.unsure) },
      ...{ botName, commands, links, pictures, isAdministrator, logger, signal },
    });
  } catch (error) {
    if (signal.aborted || error instanceof GrammyError || passingFailure(error) !== undefined) throw error;
    logger.error('Command failed', { command: command.name, chatId: chat.id, ...errorFields(error) });
    return { blocks: [SORRY], alert: true };
  }
}

async function drawn(
  answer: Answer,
  asked: Asked,
  { logger, signal }: BotTools,
): Promise<Uint8Array | undefined> {
  try {
    return await answer.picture?.(signal);
  } catch (error) {
    if (signal.aborted) throw error;
    logger.warn('Picture not drawn', { command: asked.command.name, ...errorFields(error) });
    return undefined;
  }
}
