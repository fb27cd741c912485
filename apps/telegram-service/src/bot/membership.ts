import type { Composer, Context } from 'grammy';
import { GrammyError } from 'grammy';
import type { Links } from '../links/links.js';

const AWAY: Readonly<Record<string, string>> = {
  kicked: 'the bot was blocked or removed',
  left: 'the bot was removed',
};

/** Keeps account of the chats that the bot can reach, and of groups that get another number. */
export function useMembership(bot: Composer<Context>, links: Pick<Links, 'unreachable' | 'moved'>): void {
  bot.on('my_chat_member', (context) => {
    const { chat, new_chat_member: now } = context.myChatMember;
    links.unreachable(chat.id, AWAY[now.status] ?? null);
  });
  bot.use(async (context, next) => {
    const { chat } = context;
    if (chat === undefined) return next();
    links.unreachable(chat.id, null);
    try {
      await next();
    } catch (error) {
      if (error instanceof GrammyError && error.error_code === 403) {
        links.unreachable(chat.id, error.description.replace(/^Forbidden: /, ''));
      }
      throw error;
    }
  });
  bot.on('message:migrate_to_chat_id', (context) =>
    links.moved(context.chat.id, context.message.migrate_to_chat_id),
  );
  bot.on('message:migrate_from_chat_id', (context) =>
    links.moved(context.message.migrate_from_chat_id, context.chat.id),
  );
}
