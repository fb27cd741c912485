import type { CacheNamespace } from '@neuratrade/api-contracts';
import { type CachePolicies, type CachePolicy, NAMESPACES } from './namespaces.js';

/** One place in one cache, and how it is kept. */
export interface Slot {
  readonly namespace: CacheNamespace;
  readonly key: string;
  /** `market:BTC/USDT`: the entry's name in Redis without what all of them begin with. */
  readonly id: string;
  readonly upstream: string;
  readonly policy: CachePolicy;
}

export const ENTRY_PREFIX = 'neuratrade:cache:';

/** What the entries of a cache begin with in Redis. */
export const entryPrefix = (namespace: CacheNamespace): string =>
  `${ENTRY_PREFIX}${NAMESPACES[namespace].prefix}:`;

export function slotOf(namespace: CacheNamespace, key: string, policies: CachePolicies): Slot {
  const { prefix, upstreamOf } = NAMESPACES[namespace];
  return {
    namespace,
    key,
    id: `${prefix}:${key}`,
    upstream: `${namespace}/${upstreamOf(key)}`,
    policy: policies[namespace],
  };
}
