import type { Message, Messages } from '@neuratrade/api-contracts';
import { type Answer, eventually, request } from '@neuratrade/test-kit';
import { SERVICE_KEY, type Stack } from './harness.js';

export const PATH = '/api/v1/messages';
const KEYED = { 'X-API-Key': SERVICE_KEY };

/** Posts a message as a service does; `raw` is sent as it is. */
export function post(
  { service }: Stack,
  body: unknown,
  { headers = {}, path = PATH }: { headers?: Record<string, string>; path?: string } = {},
): Promise<Answer> {
  return request(service.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...KEYED, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    timeoutMs: 30_000,
  });
}

export function get({ service }: Stack, path = PATH): Promise<Answer> {
  return service.get(path, KEYED);
}

/** The one message of an answer that took it. */
export function messageOf({ status, json, text }: Answer): Message {
  const [message, ...others] = (json as { messages?: Message[] }).messages ?? [];
  if (message === undefined || others.length > 0) throw new Error(`${status} ${text}`);
  return message;
}

export async function list(stack: Stack, state: Message['state']): Promise<Messages> {
  const { status, json, text } = await get(stack, `${PATH}?state=${state}&limit=1000`);
  if (status !== 200) throw new Error(`${status} ${text}`);
  return json as Messages;
}

/** The texts that came into a chat, or into all, in their order. */
export function texts({ telegram }: Pick<Stack, 'telegram'>, chatId?: number): unknown[] {
  return telegram
    .calls('sendMessage')
    .filter(({ payload }) => chatId === undefined || Number(payload.chat_id) === chatId)
    .map(({ payload }) => payload.text);
}

/** A message as it is once it was given up, or sent. */
export function ended(stack: Stack, id: string, timeoutMs = 20_000): Promise<Message> {
  return eventually(
    async () => {
      const { json, text } = await get(stack, `${PATH}/${id}`);
      const message = json as Message;
      if (message.state === 'queued' || message.ended_at === null) throw new Error(text);
      return message;
    },
    { timeoutMs },
  );
}
