import { z } from 'zod';
import { reasonSchema, timestampSchema } from './common.js';

export const connectivityWordSchema = z.enum(['operational', 'degraded', 'down']);

/** `GET /health` of ccxt-service. `exchanges_count` counts the active exchanges, answering or not. */
export const ccxtHealthSchema = z.object({
  status: z.enum(['healthy', 'degraded', 'unhealthy']),
  timestamp: timestampSchema,
  service: z.literal('ccxt-service'),
  version: z.string().min(1),
  exchanges_count: z.int().nonnegative(),
  exchange_connectivity: connectivityWordSchema,
});

export const exchangeErrorClassSchema = z.enum([
  'network',
  'timeout',
  'rate_limited',
  'auth',
  'maintenance',
  'bad_response',
  'unknown',
]);

/**
 * One exchange in `GET /api/v1/exchanges/connectivity`. `clock_offset_ms` is the exchange's clock minus ours,
 * corrected by half the round trip; null where the exchange tells no time.
 */
export const exchangeProbeSchema = z.object({
  name: z.string().min(1),
  status: z.enum(['up', 'down', 'unknown']),
  simulator: z.boolean(),
  latency_ms: z.number().nonnegative().nullable(),
  clock_offset_ms: z.number().nullable(),
  consecutive_failures: z.int().nonnegative(),
  void_checks: z.int().nonnegative(),
  last_success_at: timestampSchema.nullable(),
  checked_at: timestampSchema.nullable(),
  error: z.object({ class: exchangeErrorClassSchema, reason: reasonSchema }).nullable(),
});

/**
 * `GET /api/v1/exchanges/connectivity` of ccxt-service. `configuration_problem`: why the latest change of exchanges.json was not
 * taken over, the configuration before it being in force.
 */
export const exchangeConnectivitySchema = z.object({
  exchange_connectivity: connectivityWordSchema,
  exchanges: z.array(exchangeProbeSchema),
  configuration_problem: z.string().min(1).nullable(),
  timestamp: timestampSchema,
});

export type CcxtHealth = z.infer<typeof ccxtHealthSchema>;
export type ConnectivityWord = z.infer<typeof connectivityWordSchema>;
export type ExchangeErrorClass = z.infer<typeof exchangeErrorClassSchema>;
export type ExchangeProbe = z.infer<typeof exchangeProbeSchema>;
export type ExchangeConnectivity = z.infer<typeof exchangeConnectivitySchema>;
