import { AppError } from '@neuratrade/service-kit';

/** Hands on what the database answers; its failure becomes `unavailable`, told by `reasonOf` and never in the driver's words. */
export async function orUnavailable<T>(answer: Promise<T>, reasonOf: (error: unknown) => string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const message = `The database cannot be asked now: ${reasonOf(error)}. Try again when /ready calls it ready.`;
    throw new AppError('unavailable', message, { cause: error });
  }
}
