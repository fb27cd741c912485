import type { Answer } from '../answer.js';
import { refusedToMembers } from '../only-administrators.js';
import { escapeHtml } from '../render/html.js';
import { trouble } from '../render/trouble.js';
import type { Command, CommandRequest } from './command.js';

const SURE = 'yes';

export const unlink: Command = {
  name: 'unlink',
  description: 'Take this chat away from its account',
  section: 'This chat',
  access: 'linked',
  async answer(request) {
    const refused = await refusedToMembers(request);
    if (refused !== undefined) return refused;
    return request.args === SURE ? unlinkNow(request) : question(request);
  },
};

function question({ link }: CommandRequest): Answer {
  const account = escapeHtml(link?.account ?? '');
  return {
    blocks: [
      `This chat belongs to account <b>${account}</b>. Once it is unlinked, I tell nothing here any more.`,
    ],
    buttons: [[{ label: 'Unlink this chat', args: SURE }]],
  };
}

async function unlinkNow({ chat, links, logger, signal }: CommandRequest): Promise<Answer> {
  const told = await links.unlink(chat.id, signal);
  if (!told.ok) return trouble(told);
  logger.info('Chat unlinked', { chatId: chat.id });
  return {
    blocks: [
      'This chat is unlinked. <code>neuratrade telegram link</code> makes a code that links it again.',
    ],
  };
}
