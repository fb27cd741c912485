import {
  accountNameSchema,
  addExchangeSchema,
  changeExchangeSchema,
  MAIN_ACCOUNT,
} from '@neuratrade/api-contracts';
import { AppError, badValue, bodyOf, given, requireKey } from '@neuratrade/service-kit';
import type { Request, Router } from 'express';
import type { Management } from './service.js';

export interface ManageRoutesOptions {
  readonly serviceKey: string | undefined;
  /** Undefined while the service starts. */
  readonly management: () => Management | undefined;
}

/** The exchanges as they are configured, for those who have the service key. */
export function manageRoutes(router: Router, options: ManageRoutesOptions): void {
  const authorised = requireKey([options.serviceKey], 'It is the SERVICE_API_KEY of this service.');
  const management = (): Management => {
    const found = options.management();
    if (found !== undefined) return found;
    throw new AppError('unavailable', 'This service is starting. Ask again in a second.', {
      retryAfterSeconds: 1,
    });
  };
  router
    .route('/api/v1/exchanges')
    .all(authorised)
    .get((_request, response) => void response.json(management().list()))
    .post(async (request, response) => {
      response
        .status(201)
        .json(await management().add(bodyOf(addExchangeSchema, request.body, '{"name":"binance"}')));
    });
  router
    .route('/api/v1/exchanges/:name')
    .all(authorised)
    .patch(async (request, response) => {
      const wish = bodyOf(changeExchangeSchema, request.body, '{"enabled":false}');
      response.json(await management().change(identityOf(request), wish));
    })
    .delete(async (request, response) => {
      response.json(await management().remove(identityOf(request)));
    });
  router.post('/api/v1/exchanges/:name/test', authorised, async (request, response) => {
    response.json(await management().test(identityOf(request)));
  });
}

function identityOf({ params, query }: Request): { name: string; account: string } {
  const account = given(query, 'account') ?? MAIN_ACCOUNT;
  const parsed = accountNameSchema.safeParse(account);
  if (!parsed.success) throw badValue('account', account, 'the name of an account.');
  return { name: String(params.name).trim().toLowerCase(), account };
}
