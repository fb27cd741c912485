import type { Composer, Context } from 'grammy';
import { isAdministrator } from './administrators.js';
import type { Answer } from './answer.js';
import { answerTo, type BotTools } from './answering.js';
import { commandNamed } from './asked.js';
import { parseData } from './buttons.js';
import { deliver } from './delivering.js';
import { describeError } from './failure.js';
import { plainOf } from './html-pieces.js';
import type { Place } from './present.js';
import { createRefreshes, type Refreshes } from './refreshes.js';

const TOO_OLD = 'This button is too old. Ask again.';
const NOTHING_NEW = 'Nothing new';
/** Telegram's limit for what is told to who pressed a button. */
const MOST_TOLD = 200;

interface Reply {
  readonly text?: string;
  readonly alert?: boolean;
}

/** Answers pressed buttons: asks the command again, with the arguments that the button holds, and shows the answer in place. */
export function usePresses(chats: Composer<Context>, tools: BotTools): void {
  const refreshes = createRefreshes();
  chats.on('callback_query', async (context) => {
    const { text, alert = false } = await answerPress(context, tools, refreshes);
    // Telegram takes this for a while only; the answer itself is out already.
    await context
      .answerCallbackQuery({ ...(text === undefined ? {} : { text }), show_alert: alert })
      .catch((error: unknown) => tools.logger.debug('Press not answered', { error: describeError(error) }));
  });
}

async function answerPress(context: Context, tools: BotTools, refreshes: Refreshes): Promise<Reply> {
  const { chat, callbackQuery } = context;
  const message = callbackQuery?.message;
  const pressed = parseData(callbackQuery?.data);
  const command = pressed === undefined ? undefined : commandNamed(pressed.command, tools.commands);
  if (chat === undefined || message === undefined || pressed === undefined || command === undefined) {
    return { text: TOO_OLD };
  }
  const readable = message.date === 0 ? undefined : message;
  const place: Place = {
    chatId: chat.id,
    threadId: readable?.is_topic_message === true ? readable.message_thread_id : undefined,
    shown: readable && { messageId: readable.message_id, picture: readable.photo !== undefined },
  };
  const question = { command, pressed, chat, place, isAdministrator: () => isAdministrator(context) };
  const shown = `${chat.id} ${message.message_id}`;
  const reply = await refreshes.once(shown, callbackQuery?.data ?? '', async (): Promise<Reply> => {
    const ready = await answerTo(question, tools);
    if (ready.answer.alert === true) {
      return { text: alertOf(ready.answer), alert: true };
    }
    const presented = await deliver(ready, place, tools);
    return presented === 'unchanged' ? { text: NOTHING_NEW } : {};
  });
  return reply ?? { text: NOTHING_NEW };
}

function alertOf({ blocks }: Answer): string {
  const text = [...plainOf(blocks.join('\n'))];
  return text.length <= MOST_TOLD ? text.join('') : `${text.slice(0, MOST_TOLD - 1).join('')}…`;
}
