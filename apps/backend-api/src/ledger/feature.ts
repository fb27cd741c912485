import type { RequestHandler, Router } from 'express';

/** Who may come in. */
export interface Doors {
  /** The operator. */
  readonly admin: RequestHandler;
  /** The operator, or another service of ours. */
  readonly keyed: RequestHandler;
  /** Another service of ours. */
  readonly service: RequestHandler;
  /** As the page's internal endpoints: a service, the operator, or without a key as INTERNAL_AUTH says. */
  readonly internal: RequestHandler;
}

/** A part of the ledger: what it answers, and what it does by itself. */
export interface Feature {
  /** Runs before a body is read. */
  guards?(router: Router, doors: Doors): void;
  routes?(router: Router): void;
  /** Begins what goes on in the background; the tables are there. */
  open?(): void;
  close?(): Promise<void>;
}
