import { type Context, GrammyError } from 'grammy';

const RANKS: ReadonlySet<string> = new Set(['creator', 'administrator']);

/**
 * Whether who wrote or pressed may change what concerns the whole chat: anyone in a private chat, administrators in groups, those too
 * who write in the group's name.
 *
 * @throws what grammY throws where Telegram cannot be asked
 */
export async function isAdministrator(context: Context): Promise<boolean> {
  const { chat, from, message } = context;
  if (chat === undefined) return false;
  if (chat.type === 'private' || message?.sender_chat?.id === chat.id) return true;
  if (from === undefined) return false;
  try {
    const { status } = await context.api.getChatMember(chat.id, from.id);
    return RANKS.has(status);
  } catch (error) {
    if (error instanceof GrammyError && error.error_code === 400) return false;
    throw error;
  }
}
