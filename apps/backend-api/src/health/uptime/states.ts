import type { HealthMonitor } from '../monitor.js';
import type { States } from './timeline.js';

/** What a monitor says about everything whose time is counted. */
export function statesOf({ stateOf, overall }: Pick<HealthMonitor, 'stateOf' | 'overall'>): States {
  return {
    database: stateOf('database'),
    redis: stateOf('redis'),
    ccxt: stateOf('ccxt'),
    telegram: stateOf('telegram'),
    overall: overall(),
  };
}
