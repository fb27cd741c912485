import { timestampSchema } from '@neuratrade/health-contracts';
import { z } from 'zod';
import { accountNameSchema, MAIN_ACCOUNT } from './common.js';

const nameSchema = z
  .string('must be a text')
  .trim()
  .toLowerCase()
  .min(1, 'must not be empty')
  .max(64, 'is longer than any name of an exchange');
const secretSchema = z.string('must be a text').trim().min(1, 'must not be empty').max(10_000, 'is too long');
const keyShape = {
  key: secretSchema.optional(),
  secret: secretSchema.optional(),
  password: secretSchema.optional(),
  /** Accepts a key that can trade or withdraw. */
  allow_trading_key: z.boolean('must be true or false').optional(),
};

/** `POST /api/v1/exchanges`, of the backend and of ccxt-service. Key and secret come together or not at all. */
export const addExchangeSchema = z.strictObject({
  name: nameSchema,
  account: accountNameSchema.default(MAIN_ACCOUNT),
  ...keyShape,
});

/** `PATCH /api/v1/exchanges/:name?account=`: enables, disables, or changes the keys; `"key": null` takes them away. */
export const changeExchangeSchema = z.strictObject({
  enabled: z.boolean('must be true or false').optional(),
  ...keyShape,
  key: secretSchema.nullable().optional(),
});

/** What a key may do, as far as the exchange tells; null is what it does not tell. */
export const keyPermissionsSchema = z.object({
  read: z.boolean().nullable(),
  trade: z.boolean().nullable(),
  withdraw: z.boolean().nullable(),
});

/** One exchange of one account as ccxt-service is configured with it. */
export const configuredExchangeSchema = z.object({
  name: z.string().min(1),
  account: accountNameSchema,
  enabled: z.boolean(),
  has_auth: z.boolean(),
  simulator: z.boolean(),
});

/**
 * `GET /api/v1/exchanges` of ccxt-service. `managed_by` says where they are configured: the `file` that can be changed over HTTP, a file
 * that is `read_only`, the `environment` (EXCHANGES), or the `simulator` that stands in because none is configured. `revision`
 * changes with the configuration. `problem` is why the latest change of the file was not taken over, the configuration before it being in force.
 */
export const configuredExchangesSchema = z.object({
  exchanges: z.array(configuredExchangeSchema),
  count: z.int().nonnegative(),
  managed_by: z.enum(['file', 'read_only', 'environment', 'simulator']),
  revision: z.string().min(1),
  problem: z.string().min(1).nullable(),
});

/** What a change did, of ccxt-service. `warnings` are for the operator's eyes, in whole sentences. */
export const exchangeChangedSchema = z.object({
  exchange: configuredExchangeSchema,
  permissions: keyPermissionsSchema.nullable(),
  warnings: z.array(z.string().min(1)),
});

/** One exchange in the backend's registry. `account` is there only where it is not `main`. */
export const registeredExchangeSchema = z.object({
  name: z.string().min(1),
  enabled: z.boolean(),
  has_auth: z.boolean(),
  added_at: timestampSchema,
  account: accountNameSchema.optional(),
});

/** `GET /api/v1/exchanges` of the backend. */
export const registeredExchangesSchema = z.object({
  exchanges: z.array(registeredExchangeSchema),
  count: z.int().nonnegative(),
});

/** `POST` and `PATCH /api/v1/exchanges` of the backend. */
export const exchangeSavedSchema = z.object({
  exchange: registeredExchangeSchema,
  permissions: keyPermissionsSchema.nullable(),
  warnings: z.array(z.string().min(1)),
});

/**
 * `POST /api/v1/exchanges/:name/test?account=`: asks the exchange now. `key` is null where there is none; else whether the
 * exchange accepts it, `accepted` being null where that could not be found out, for the reason in `error`.
 */
export const exchangeTestSchema = z.object({
  name: z.string().min(1),
  account: accountNameSchema,
  reachable: z.boolean(),
  latency_ms: z.number().nonnegative().nullable(),
  clock_offset_ms: z.number().nullable(),
  error: z.string().min(1).nullable(),
  key: z
    .object({
      accepted: z.boolean().nullable(),
      permissions: keyPermissionsSchema.nullable(),
      error: z.string().min(1).nullable(),
    })
    .nullable(),
});

/** `GET /api/v1/telegram/internal/exchanges`: the exchanges of an account and how they answer; `problem` is why that is not known. */
export const exchangeStatesSchema = z.object({
  exchanges: z.array(
    z.object({
      name: z.string().min(1),
      enabled: z.boolean(),
      has_auth: z.boolean(),
      simulator: z.boolean(),
      /** Null for one that is not asked. */
      reachable: z.boolean().nullable(),
      latency_ms: z.number().nonnegative().nullable(),
      /** Why it is not reachable, or why its accounts cannot be read. */
      error: z.string().min(1).nullable(),
      /** When its fills or balances were last read; null without a key, or before that. */
      last_sync: timestampSchema.nullable(),
    }),
  ),
  problem: z.string().min(1).nullable(),
  updated_at: timestampSchema,
});

export type ExchangeStates = z.infer<typeof exchangeStatesSchema>;
export type AddExchange = z.infer<typeof addExchangeSchema>;
export type ChangeExchange = z.infer<typeof changeExchangeSchema>;
export type KeyPermissions = z.infer<typeof keyPermissionsSchema>;
export type ConfiguredExchanges = z.infer<typeof configuredExchangesSchema>;
export type ExchangeChanged = z.infer<typeof exchangeChangedSchema>;
export type RegisteredExchange = z.infer<typeof registeredExchangeSchema>;
export type RegisteredExchanges = z.infer<typeof registeredExchangesSchema>;
export type ExchangeSaved = z.infer<typeof exchangeSavedSchema>;
export type ExchangeTest = z.infer<typeof exchangeTestSchema>;
