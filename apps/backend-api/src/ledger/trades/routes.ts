import { tradesCsv } from '@neuratrade/api-contracts';
import type { RequestHandler, Response, Router } from 'express';
import type { Accounts } from '../accounts/service.js';
import { tradesQuery } from './query.js';
import type { TradesService } from './service.js';

const PATH = '/api/v1/trades';

/** Closed trades are the operator's to read. */
export function tradesGuards(router: Router, admin: RequestHandler): void {
  router.get(PATH, admin);
}

/** Closed trades as JSON, or for who accepts `text/csv` alone as CSV, whose `Link` header says where it goes on. */
export function tradesRoutes(
  router: Router,
  { accounts, service }: { readonly accounts: Pick<Accounts, 'of'>; readonly service: TradesService },
): void {
  router.get(PATH, async (request, response) => {
    const { query } = request;
    const wanted = tradesQuery(query);
    const page = await service.list(await accounts.of(query), wanted);
    response.vary('Accept');
    if (request.accepts(['application/json', 'text/csv']) !== 'text/csv') return void response.json(page);
    linkNext(response, request.originalUrl, page.next_cursor);
    response.type('text/csv').send(tradesCsv(page.trades));
  });
}

function linkNext(response: Response, url: string, cursor: string | null): void {
  if (cursor === null) return;
  const next = new URL(url, 'http://localhost');
  next.searchParams.set('cursor', cursor);
  response.links({ next: `${next.pathname}${next.search}` });
}
