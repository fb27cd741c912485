import { equityCurveSchema, portfolioSchema, reconciliationSchema } from '@neuratrade/api-contracts';
import type { Backend } from '../health/observe.js';
import { renderEquity } from '../render/equity.js';
import { renderPortfolio } from '../render/portfolio.js';
import { renderReconciliation } from '../render/reconciliation.js';
import { askBackend } from './ask-backend.js';
import { type Outcome, shown } from './outcome.js';

const PATH = '/api/v1/portfolio';

/** What an account holds and what that is worth. */
export async function showPortfolio(
  backend: Backend,
  account: string,
  json: boolean,
): Promise<Outcome<string>> {
  const path = `${PATH}?${queryOf({ account, raw: 'true' })}`;
  const answer = await askBackend(backend, { method: 'GET', path, schema: portfolioSchema });
  return shown(answer, json, (portfolio) => renderPortfolio(account, portfolio));
}

type Stretch = { account: string; from?: string | undefined; to?: string | undefined };

/** What explains how the worth of an account changed. */
export async function reconcilePortfolio(
  backend: Backend,
  wish: Stretch,
  json: boolean,
): Promise<Outcome<string>> {
  const path = `${PATH}/reconcile?${queryOf(wish)}`;
  const answer = await askBackend(backend, { method: 'GET', path, schema: reconciliationSchema });
  return shown(answer, json, (reconciliation) => renderReconciliation(wish.account, reconciliation));
}

/** What an account was worth over time. */
export async function showEquity(
  backend: Backend,
  wish: Stretch & { step?: string },
  json: boolean,
): Promise<Outcome<string>> {
  const path = `${PATH}/equity?${queryOf(wish)}`;
  const answer = await askBackend(backend, { method: 'GET', path, schema: equityCurveSchema });
  return shown(answer, json, (curve) => renderEquity(wish.account, curve));
}

function queryOf(wish: Readonly<Record<string, string | undefined>>): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wish)) {
    if (value !== undefined) query.set(name, value);
  }
  return query;
}
