import type { CacheNamespace } from '@neuratrade/api-contracts';

const PREFIX = 'neuratrade:stats:cache:';

/** None of these expires, so that `volatile-lru` never takes one. */
export const TOTALS_KEY = `${PREFIX}totals`;
/** Fields `<hours since 1970>/<namespace>/<hits|misses|evictions>`. */
export const HOURS_KEY = `${PREFIX}hours`;
/** By process, the number of the last batch that was counted, and when. */
export const WRITERS_KEY = `${PREFIX}writers`;
/** Every entry of a cache by when it expires. */
export const indexKey = (namespace: CacheNamespace): string => `${PREFIX}index:${namespace}`;
