import type { RequestHandler, Router } from 'express';
import { accountNameOf } from '../../ledger/accounts/account.js';
import { addedExchange, exchangeChange, placeOf } from './input.js';
import type { ExchangesService } from './service.js';

const PATH = '/api/v1/exchanges';

/** Lets nobody but the operator come near the exchanges, before a body is read. */
export function exchangeGuards(router: Router, admin: RequestHandler): void {
  router.use(PATH, admin);
}

/** The exchanges as an operator lists, adds, changes, removes and tests them. */
export function exchangeRoutes(router: Router, service: ExchangesService): void {
  router.get(PATH, async (request, response) => {
    response.json(await service.list(accountNameOf(request.query)));
  });
  router.post(PATH, async (request, response) => {
    response.status(201).json(await service.add(addedExchange(request.body)));
  });
  router.patch(`${PATH}/:name`, async (request, response) => {
    const place = placeOf(request.params.name, request.query);
    response.json(await service.change(place, exchangeChange(request.body)));
  });
  router.delete(`${PATH}/:name`, async (request, response) => {
    await service.remove(placeOf(request.params.name, request.query));
    response.status(204).end();
  });
  router.post(`${PATH}/:name/test`, async (request, response) => {
    response.json(await service.test(placeOf(request.params.name, request.query)));
  });
}
