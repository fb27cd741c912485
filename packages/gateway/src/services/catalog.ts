import { backend } from './backend.js';
import { ccxt } from './ccxt.js';
import { database } from './database.js';
import type { ManagedService } from './managed-service.js';
import { redis } from './redis.js';
import { simulator } from './simulator.js';
import { telegram } from './telegram.js';

/** Everything the gateway can run, in the order of start. It stops in the opposite order. */
export const catalog: readonly ManagedService[] = [database, redis, simulator, ccxt, backend, telegram];
