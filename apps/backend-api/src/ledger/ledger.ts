import type { Logger } from '@neuratrade/service-kit';
import type { Router } from 'express';
import type { MarketServices } from '../market/routes.js';
import type { Database } from '../platform/db/database.js';
import type { Doors, Feature } from './feature.js';

export interface LedgerOptions {
  readonly pool: Database;
  readonly databaseUrl: string;
  readonly market: MarketServices;
  /** Where ccxt-service answers, and the key that it asks for. */
  readonly ccxt: { readonly url: string; readonly serviceKey: string | undefined };
  readonly telegram: { readonly url: string; readonly serviceKey: string | undefined };
  readonly logger: Logger;
}

export interface Ledger {
  guards(router: Router, doors: Doors): void;
  routes(router: Router): void;
  open(): void;
  close(): Promise<void>;
}

/** What the accounts hold, what they earned, and how it got here. */
export function createLedger(_: LedgerOptions): Ledger {
  const features: readonly Feature[] = [];
  return {
    guards: (router, doors) => {
      for (const feature of features) feature.guards?.(router, doors);
    },
    routes: (router) => {
      for (const feature of features) feature.routes?.(router);
    },
    open: () => {
      for (const feature of features) feature.open?.();
    },
    close: async () => {
      await Promise.all(features.map((feature) => feature.close?.()));
    },
  };
}
