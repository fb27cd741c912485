import type { Answer } from './answer.js';
import type { CommandRequest } from './commands/command.js';

/** In a group, what somebody is told who is not its administrator; undefined for one who may do as they please with the chat. */
export async function refusedToMembers(
  request: Pick<CommandRequest, 'isAdministrator' | 'chat' | 'logger'>,
): Promise<Answer | undefined> {
  if (await request.isAdministrator()) return undefined;
  request.logger.warn('Chat refused', { chatId: request.chat.id, reason: 'not an administrator' });
  return { blocks: ['Only an administrator of this group can do that.'], alert: true };
}
