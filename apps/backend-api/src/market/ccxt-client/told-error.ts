import { type ErrorCode, isErrorCode } from '@neuratrade/service-kit';
import { z } from 'zod';

const errorSchema = z.object({
  error: z.object({
    code: z.custom<ErrorCode>(isErrorCode),
    message: z.string().min(1).max(2_000),
    request_id: z.string().max(64).optional(),
  }),
});

/** An error as ccxt-service answers it; `id` is the request's, in its log. */
export interface ToldError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly id: string | undefined;
}

/** The error that a body of ccxt-service tells; undefined when it is none. */
export function toldError(body: unknown): ToldError | undefined {
  const told = errorSchema.safeParse(body);
  if (!told.success) return undefined;
  const { code, message, request_id: id } = told.data.error;
  return { code, message, id };
}
