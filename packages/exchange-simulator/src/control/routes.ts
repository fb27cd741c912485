import { AppError } from '@neuratrade/service-kit';
import express, { type Router } from 'express';
import type { Market } from '../market/market.js';
import { type Faults, faultSchema } from './faults.js';
import { requireLoopback } from './loopback.js';
import { setPrices } from './prices.js';
import type { RequestCounter } from './requests.js';

/** What the control of a simulator works on; `clock` tells milliseconds since the epoch. */
export interface ControlDeps {
  readonly market: Market;
  readonly faults: Faults;
  readonly requests: RequestCounter;
  readonly clock: () => number;
}

/** Hangs `/_sim` on a router: faults, prices and request counts, for requests from this machine only. */
export function controlRoutes(router: Router, { market, faults, requests, clock }: ControlDeps): void {
  router.use('/_sim', requireLoopback, express.json({ type: () => true, strict: false }));
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
    const result = setPrices(market, request.body, clock());
    if (!result.ok) throw new AppError('bad_request', result.problem);
    response.json({ prices: result.prices, frozen: result.frozen });
  });
  router.get('/_sim/requests', (_request, response) => {
    response.json(requests.counts());
  });
}
