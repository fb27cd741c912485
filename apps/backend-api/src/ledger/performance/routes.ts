import { type Askers, accountAnswers } from '../account-answers.js';
import type { Feature } from '../feature.js';
import { performanceQuery } from './input.js';
import type { Performances } from './service.js';

/** What an account earned. */
export function createPerformanceFeature(options: Askers & { readonly performances: Performances }): Feature {
  return accountAnswers('performance', options, async (account, query) =>
    options.performances.of(account, performanceQuery(query)),
  );
}
