const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** What the name of an exchange that somebody gives is kept as; undefined where it can be none. */
export function exchangeNameOf(given: unknown): string | undefined {
  const name = typeof given === 'string' ? given.trim().toLowerCase() : '';
  return NAME.test(name) ? name : undefined;
}
