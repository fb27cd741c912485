/** Why the stack could not be started; one line per problem, each naming the culprit and the remedy. */
export class StartFailure extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}
