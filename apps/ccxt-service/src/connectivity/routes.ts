import type { ExchangeProbe } from '@neuratrade/health-contracts';
import { requireKey } from '@neuratrade/service-kit';
import type { Router } from 'express';
import { connectivityBody, type Judged } from './report.js';

export interface ConnectivityRoutesOptions {
  readonly serviceKey: string | undefined;
  readonly judged: () => Judged<ExchangeProbe>;
}

/** What each exchange's last checks said, for those who have the service key. */
export function connectivityRoutes(router: Router, options: ConnectivityRoutesOptions): void {
  const authorised = requireKey([options.serviceKey], 'It is the SERVICE_API_KEY of this service.');
  router.get('/api/v1/exchanges/connectivity', authorised, (_request, response) => {
    response.json(connectivityBody(options.judged(), new Date()));
  });
}
