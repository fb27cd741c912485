/** Ends a command with exit code 1; its message, one line per problem, is all the user sees. */
export class CommandError extends Error {}
