import { AppError } from '@neuratrade/service-kit';
import express, { type Router } from 'express';
import type { ExchangeParts } from '../protocol/endpoint.js';
import { removeKey, setAccount } from './accounts.js';
import { fixBooks } from './books.js';
import { type Faults, faultSchema } from './faults.js';
import { putFills } from './fills.js';
import { resetLimits, setLimits } from './limits.js';
import { setPrices } from './prices.js';
import type { RequestCounter } from './requests.js';
import { putTransfer } from './transfers.js';

/** The largest order that the control reads. */
export const CONTROL_BODY = '10mb';

/** What the control of a simulator works on; `clock` tells milliseconds since the epoch. */
export interface ControlDeps extends ExchangeParts {
  readonly faults: Faults;
  readonly requests: RequestCounter;
  readonly clock: () => number;
}

/** Hangs `/_sim` on a router: what tests and demonstrations tell the exchange to do. */
export function controlRoutes(router: Router, deps: ControlDeps): void {
  router.use('/_sim', express.json({ type: () => true, strict: false, limit: CONTROL_BODY }));
  const { accounts, market, faults, requests, clock } = deps;
  router.post('/_sim/faults', (request, response) => {
    const parsed = faultSchema.safeParse(request.body);
    if (!parsed.success) {
      const problems = parsed.error.issues.map((issue) => issue.message);
      throw new AppError('bad_request', `This is no fault: ${problems.join('; ')}.`);
    }
    faults.add(parsed.data);
    response.status(201).json(parsed.data);
  });
  router.delete('/_sim/faults', (_request, response) => {
    response.json({ cleared: faults.clear() });
  });
  router.post('/_sim/prices', (request, response) => {
    response.json(setPrices(deps, request.body, clock()));
  });
  router.post('/_sim/accounts', (request, response) => {
    response.status(201).json(setAccount(accounts, request.body, clock()));
  });
  router.delete('/_sim/accounts/:key', (request, response) => {
    removeKey(accounts, request.params.key);
    response.json({ removed: request.params.key });
  });
  router.post('/_sim/books', (request, response) => {
    response.status(201).json(fixBooks(deps, request.body, clock()));
  });
  router.delete('/_sim/books', (_request, response) => {
    response.json({ released: market.releaseBooks() });
  });
  router.post('/_sim/fills', (request, response) => {
    response.status(201).json(putFills(deps, request.body, clock()));
  });
  router.post('/_sim/transfers', (request, response) => {
    response.status(201).json(putTransfer(deps, request.body, clock()));
  });
  router.post('/_sim/limits', (request, response) => {
    response.json(setLimits(deps, request.body));
  });
  router.delete('/_sim/limits', (_request, response) => {
    response.json(resetLimits(deps));
  });
  router.delete('/_sim/requests', (_request, response) => {
    response.json({ cleared: requests.clear() });
  });
  router.get('/_sim/requests', (_request, response) => {
    response.json(requests.counts());
  });
}
