import express, { type Express, type Router } from 'express';
import type { Logger } from '../log/logger.js';
import { handleErrors, handleUnknownPaths } from './error-handler.js';
import { logRequests } from './request-log.js';
import { securityHeaders } from './security-headers.js';

export interface RestAppOptions {
  readonly logger: Logger;
  /** The largest JSON body that is read. */
  readonly bodyLimit?: string;
  /** Logs reads that succeed at debug level only: for a service that another one asks all the time. */
  readonly quietReads?: boolean;
  /** Hangs what must be settled before a body is read on the router. */
  readonly guards?: (router: Router) => void;
  /** Hangs the service's routes on the router. */
  readonly routes: (router: Router) => void;
}

/**
 * The Express application that all services share: security headers, request ids and log, JSON bodies, errors.
 * Imported from `@neuratrade/service-kit/rest-app`, so that a process without an API does not load Express.
 */
export function createRestApp(options: RestAppOptions): Express {
  const { logger, bodyLimit = '100kb', quietReads = false, guards, routes } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(logRequests(logger, { quietReads }));
  app.use(securityHeaders());
  if (guards !== undefined) app.use(routerOf(guards));
  app.use(express.json({ limit: bodyLimit }));
  app.use(routerOf(routes));
  app.use(handleUnknownPaths);
  app.use(handleErrors(logger));
  return app;
}

function routerOf(fill: (router: Router) => void): Router {
  const router = express.Router();
  fill(router);
  return router;
}
