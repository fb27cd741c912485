import type { MessagesQueued } from '@neuratrade/api-contracts';
import { choiceOf, integerOf, requireKey } from '@neuratrade/service-kit';
import type { Router } from 'express';
import { messageOfBody } from './body.js';
import type { Messages } from './service.js';

const PATH = '/api/v1/messages';
const STATES = ['queued', 'dead', 'sent'] as const;
const LIMIT = { min: 1, max: 1_000, fallback: 100 };

/** Takes messages from nobody but the other services, before a body is read. */
export function messagesGuard(router: Router, serviceKey: string | undefined): void {
  router.use(PATH, requireKey([serviceKey], 'It is the SERVICE_API_KEY of this service.'));
}

/** Messages to chats: sent, listed, looked at, and tried again. */
export function messagesRoutes(router: Router, messages: Messages): void {
  router.post(PATH, async (request, response) => {
    const message = messageOfBody(request.body, request.get('idempotency-key'));
    const { known, messages: told } = await messages.send(message);
    response.status(known ? 200 : 202).json({ messages: told } satisfies MessagesQueued);
  });
  router.get(PATH, async (request, response) => {
    const state = choiceOf(request.query, 'state', STATES) ?? 'queued';
    response.json(await messages.list({ state, limit: integerOf(request.query, 'limit', LIMIT) }));
  });
  router.get(`${PATH}/:id`, async (request, response) => {
    response.json(await messages.get(request.params.id));
  });
  router.post(`${PATH}/:id/retry`, async (request, response) => {
    response.status(202).json(await messages.retry(request.params.id));
  });
}
