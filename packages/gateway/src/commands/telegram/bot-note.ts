import { telegramDetailsSchema } from '@neuratrade/api-contracts';
import type { Backend } from '../../health/observe.js';
import { askTelegram } from './ask-telegram.js';

/** What to know about messages that wait: why they do, and how many were given up. Nothing where all is well or cannot be seen. */
export async function notesOnQueue(telegram: Backend): Promise<string[]> {
  const details = await askTelegram(telegram, {
    method: 'GET',
    path: '/api/v1/health/details',
    schema: telegramDetailsSchema,
  });
  if (!details.ok) return [];
  const { error, outbox } = details.value;
  const given = outbox.dead === 1 ? '1 message was' : `${outbox.dead} messages were`;
  return [
    ...(error !== null && outbox.queued > 0 ? [`What is queued waits: ${error}.`] : []),
    ...(outbox.dead > 0 ? [`${given} given up: neuratrade telegram queue --dead shows why.`] : []),
  ];
}
