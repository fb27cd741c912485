import { z } from 'zod';
import type { ExchangeParts } from '../protocol/endpoint.js';
import type { LimitValues } from '../protocol/limits.js';
import { parseWish } from './wish.js';

const most = z.int('must be a whole number').min(1, 'must be at least 1').optional();
const schema = z
  .strictObject({ weight_per_minute: most, orders_per_10s: most, orders_per_day: most })
  .refine((wish) => Object.values(wish).some((value) => value !== undefined), {
    message: 'send an object such as {"weight_per_minute":100}',
  });

/** Sets limits; what was counted and who is banned stays. */
export function setLimits({ limits }: ExchangeParts, wish: unknown) {
  const {
    weight_per_minute: weight,
    orders_per_10s: orders,
    orders_per_day: daily,
  } = parseWish(schema, wish, 'limit');
  const both = { weightPerMinute: weight, systemWeightPerMinute: weight };
  const wanted = { ...both, ordersPerTenSeconds: orders, ordersPerDay: daily };
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  limits.change(Object.fromEntries(given) as Partial<LimitValues>);
  return describeLimits(limits.values);
}

/** Sets the usual limits again, forgets what was counted and lifts all bans. */
export function resetLimits({ limits, gate, orderCounts }: ExchangeParts) {
  limits.reset();
  gate.clear();
  orderCounts.clear();
  return describeLimits(limits.values);
}

function describeLimits(values: LimitValues) {
  return {
    weight_per_minute: values.weightPerMinute,
    orders_per_10s: values.ordersPerTenSeconds,
    orders_per_day: values.ordersPerDay,
  };
}
