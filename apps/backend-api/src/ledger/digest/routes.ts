import { type Askers, accountAnswers } from '../account-answers.js';
import type { Feature } from '../feature.js';
import { digestHours } from './query.js';
import { createDigests, type DigestsOptions } from './service.js';

/** What went on lately in an account. */
export function createDigestFeature(options: Askers & DigestsOptions): Feature {
  const digests = createDigests(options);
  return accountAnswers('digest', options, async (account, query) => digests.of(account, digestHours(query)));
}
