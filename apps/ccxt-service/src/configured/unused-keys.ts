/** A key in the environment whose exchange is not configured. */
export interface UnusedKey {
  readonly variable: string;
  readonly exchange: string;
}

/** Finds the `<NAME>_API_KEY` of `known` exchanges that are not among the `configured` ones. */
export function unusedKeys(
  env: NodeJS.ProcessEnv,
  known: readonly string[],
  configured: readonly string[],
): UnusedKey[] {
  return known
    .filter((exchange) => !configured.includes(exchange))
    .map((exchange) => ({ variable: `${exchange.toUpperCase()}_API_KEY`, exchange }))
    .filter(({ variable }) => (env[variable] ?? '').trim() !== '');
}
