import { chatsSchema, linkCodeSchema } from '@neuratrade/api-contracts';
import { z } from 'zod';
import type { Backend } from '../health/observe.js';
import { linkOf, renderChats, renderLink } from '../render/chats.js';
import { askBackend } from './ask-backend.js';
import { type Outcome, shown } from './outcome.js';

const PATH = '/api/v1/chats';

export async function listChats(backend: Backend, json: boolean): Promise<Outcome<string>> {
  const answer = await askBackend(backend, { method: 'GET', path: PATH, schema: chatsSchema });
  return shown(answer, json, ({ chats }) => renderChats(chats));
}

export async function unlinkChat(
  backend: Backend,
  { chatId, json }: { chatId: number; json: boolean },
): Promise<Outcome<string>> {
  const answer = await askBackend(backend, {
    method: 'DELETE',
    path: `${PATH}/${chatId}`,
    schema: z.unknown().transform(() => ({ chat_id: chatId, unlinked: true })),
    unknown: `chat ${chatId} was unlinked. Look with neuratrade chats list.`,
    hint: (code) => (code === 'not_found' ? 'On the command line: neuratrade chats list.' : undefined),
  });
  return shown(answer, json, () => `Chat ${chatId} is unlinked.`);
}

/** Makes a one-time code that links a chat to the account. */
export async function makeLink(
  backend: Backend,
  { account, json }: { account: string; json: boolean },
): Promise<Outcome<string>> {
  const answer = await askBackend(backend, {
    method: 'POST',
    path: `${PATH}/codes`,
    body: { account },
    schema: linkCodeSchema.transform((link) => ({ ...link, url: linkOf(link) })),
  });
  return shown(answer, json, renderLink);
}
