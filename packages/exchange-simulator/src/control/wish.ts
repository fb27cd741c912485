import { AppError } from '@neuratrade/service-kit';
import type { z } from 'zod';

const MOST_PROBLEMS = 5;

/** Reads what the control was sent. @throws AppError bad_request naming what is wrong with it */
export function parseWish<S extends z.ZodType>(schema: S, wish: unknown, what: string): z.infer<S> {
  const parsed = schema.safeParse(wish);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')} ${message}`,
  );
  const shown = problems.slice(0, MOST_PROBLEMS).join('; ');
  const more = problems.length > MOST_PROBLEMS ? `; and ${problems.length - MOST_PROBLEMS} more` : '';
  throw new AppError('bad_request', `This is no ${what}: ${shown}${more}.`);
}
