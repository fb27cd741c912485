import { ConfigError } from '@neuratrade/service-kit';
import { fileProblem } from '../file-problem.js';
import { messageOf } from './words.js';

/** Why the stack could not be started; one line per problem, each naming the culprit and the remedy. */
export class StartFailure extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** Why a restart is not even begun; one line per problem, each with its remedy. Nothing has been changed then. */
export class Refusal extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** What to tell of an error, one line per problem. */
export function problemsOf(error: unknown): readonly string[] {
  if (error instanceof StartFailure || error instanceof Refusal || error instanceof ConfigError) {
    return error.problems;
  }
  return [fileProblem(error) ?? messageOf(error)];
}
