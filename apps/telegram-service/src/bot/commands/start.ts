import { howToLink } from '../access.js';
import type { Answer } from '../answer.js';
import { refusedToMembers } from '../only-administrators.js';
import { renderCommand } from '../render/help.js';
import { escapeHtml } from '../render/html.js';
import { trouble } from '../render/trouble.js';
import type { Command, CommandRequest } from './command.js';

const TRY_FIRST = ['status', 'portfolio', 'performance', 'digest'];
const NOT_VALID = [
  'This code is not valid: it was used, or is older than 10 minutes.',
  '<code>neuratrade telegram link</code> makes a new one.',
].join(' ');

const STILL_GOOD =
  'Whoever reads your code here can link a chat of their own with it for up to 10 minutes. Delete your message.';

export const start: Command = {
  name: 'start',
  description: 'Link this chat to an account',
  section: 'This chat',
  usage: '[code]',
  access: 'anyone',
  answer: (request) => (request.args === '' ? welcome(request) : redeem(request)),
};

async function welcome(request: CommandRequest): Promise<Answer> {
  const { links, chat, botName, signal } = request;
  const head = '<b>Welcome to NeuraTrade</b>';
  const state = await links.of(chat.id, signal);
  if ('linked' in state && state.linked !== null) {
    const whose = `This chat belongs to account <b>${escapeHtml(state.linked.account)}</b>.`;
    return { head, blocks: [whose, tryFirst(request)] };
  }
  const what =
    'I tell what the services that your trading bots depend on do, and what your accounts hold and earn.';
  return { head, blocks: [what, howToLink(chat.type, botName), '/help lists what I can do.'] };
}

async function redeem(request: CommandRequest): Promise<Answer> {
  const { args, chat, links, logger, signal } = request;
  const refused = await refusedToMembers(request);
  if (refused !== undefined) return { ...refused, blocks: [...refused.blocks, STILL_GOOD] };
  const told = await links.link(args, chat.id, signal);
  if (told.ok) {
    const { account } = told.value;
    logger.info('Chat linked', { chatId: chat.id, account });
    return {
      blocks: [`<b>This chat now belongs to account ${escapeHtml(account)}.</b>`, tryFirst(request)],
    };
  }
  if (told.code === 'gone' || told.code === 'bad_request') {
    logger.warn('Chat refused', { chatId: chat.id, reason: 'code not valid' });
    return { blocks: [NOT_VALID, ...(await stillLinked(request))] };
  }
  if (told.code === 'too_many_requests') {
    logger.warn('Chat refused', { chatId: chat.id, reason: 'too many codes' });
    return { blocks: [`Too many codes were not valid. Try again in ${inMinutes(told.retryAfterSeconds)}.`] };
  }
  return trouble(told);
}

async function stillLinked({ links, chat, signal }: CommandRequest): Promise<string[]> {
  const state = await links.of(chat.id, signal);
  if (!('linked' in state) || state.linked === null) return [];
  return [`This chat belongs to account <b>${escapeHtml(state.linked.account)}</b> as before.`];
}

function tryFirst({ commands }: CommandRequest): string {
  const first = TRY_FIRST.flatMap((name) => commands.filter((command) => command.name === name));
  const lines = first.map(({ name, description }) => renderCommand({ name, description }));
  return ['Try first:', ...lines, '/help lists all that I can do.'].join('\n');
}

function inMinutes(seconds = 60): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
