import type { Check } from './check.js';
import { backend } from './checks/backend.js';
import { clock } from './checks/clock.js';
import { configFile } from './checks/config-file.js';
import { database } from './checks/database.js';
import { disk } from './checks/disk.js';
import { exchanges } from './checks/exchanges.js';
import { exchangesFile } from './checks/exchanges-file.js';
import { gateway } from './checks/gateway.js';
import { home } from './checks/home.js';
import { installation } from './checks/installation.js';
import { logs } from './checks/logs.js';
import { node } from './checks/node.js';
import { ports } from './checks/ports.js';
import { redis } from './checks/redis.js';
import { settings } from './checks/settings.js';
import { telegram } from './checks/telegram.js';

/** Every check of `neuratrade doctor`, in the order in which it tells them. */
export const checks: readonly Check[] = [
  node,
  installation,
  home,
  configFile,
  exchangesFile,
  settings,
  ports,
  disk,
  logs,
  gateway,
  database,
  redis,
  exchanges,
  backend,
  telegram,
  clock,
];
