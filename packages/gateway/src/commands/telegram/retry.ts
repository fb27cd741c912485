import { type Message, messageSchema, messagesSchema } from '@neuratrade/api-contracts';
import type { Backend } from '../../health/observe.js';
import type { Outcome } from '../outcome.js';
import { askTelegram } from './ask-telegram.js';

const AT_ONCE = 1_000;

/** Queues messages again that were given up: those named, or all. */
export async function retryMessages(
  telegram: Backend,
  { ids, json }: { ids: readonly string[] | 'all'; json: boolean },
): Promise<Outcome<string>> {
  const retried: Message[] = [];
  const refusals: string[] = [];
  const tried = new Set<string>();
  for (;;) {
    const wanted = ids === 'all' ? await dead(telegram) : { ok: true as const, value: ids };
    if (!wanted.ok) return wanted;
    const next = wanted.value.filter((id) => !tried.has(id));
    if (next.length === 0) break;
    for (const id of next) {
      tried.add(id);
      const answer = await retry(telegram, id);
      if (answer.ok) retried.push(answer.value);
      else if (answer.code === 2) return answer;
      else refusals.push(answer.text);
    }
  }
  if (refusals.length > 0) return { ok: false, code: 1, text: [...refusals, done(retried)].join('\n') };
  return { ok: true, value: json ? JSON.stringify({ messages: retried }, null, 2) : done(retried) };
}

async function dead(telegram: Backend): Promise<Outcome<string[]>> {
  return askTelegram(telegram, {
    method: 'GET',
    path: `/api/v1/messages?state=dead&limit=${AT_ONCE}`,
    schema: messagesSchema.transform(({ messages }) => messages.map(({ id }) => id)),
  });
}

function retry(telegram: Backend, id: string): Promise<Outcome<Message>> {
  return askTelegram(telegram, {
    method: 'POST',
    path: `/api/v1/messages/${encodeURIComponent(id)}/retry`,
    schema: messageSchema,
    unknown: `message ${id} is queued again. Look with neuratrade telegram queue.`,
    hint: (code) =>
      code === 'not_found' ? 'On the command line: neuratrade telegram queue --dead.' : undefined,
  });
}

function done(retried: readonly Message[]): string {
  if (retried.length === 0) return 'Nothing is queued again.';
  return retried.length === 1 ? '1 message is queued again.' : `${retried.length} messages are queued again.`;
}
