/** The development defaults that `compose.yaml` documents; no production accepts them. */
const DOCUMENTED_DEFAULTS = [
  'dev-admin-key-change-me-in-production',
  'dev-service-key-change-me-in-production',
];

/**
 * What is wrong with the keys of a process that runs in production: each must be set, have at least 32 characters and be
 * none of the documented defaults. Outside production nothing is wrong.
 */
export function weakKeys(
  nodeEnv: string | undefined,
  keys: Readonly<Record<string, string | undefined>>,
): string[] {
  if (nodeEnv !== 'production') return [];
  return Object.entries(keys).flatMap(([name, key]) => {
    const wanted =
      'NODE_ENV=production needs a key of at least 32 characters of your own, e.g. from `openssl rand -hex 32`';
    if (key === undefined) return [`${name} is not set: ${wanted}`];
    if (DOCUMENTED_DEFAULTS.includes(key))
      return [`${name} is the documented development default: ${wanted}`];
    return key.length < 32 ? [`${name} is too short: ${wanted}`] : [];
  });
}
