import { AppError } from '@neuratrade/service-kit';

/** The database failed, in words of ours. */
export class DatabaseUnavailable extends AppError {
  constructor(reason: string, options: ErrorOptions) {
    super(
      'unavailable',
      `The database cannot be asked now: ${reason}. Try again when /ready calls it ready.`,
      options,
    );
  }
}

/** Hands on what the database answers; its failure becomes `unavailable`, told by `reasonOf` and never in the driver's words. */
export async function orUnavailable<T>(answer: Promise<T>, reasonOf: (error: unknown) => string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new DatabaseUnavailable(reasonOf(error), { cause: error });
  }
}
