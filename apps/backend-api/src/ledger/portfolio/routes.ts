import { choiceOf } from '@neuratrade/service-kit';
import { type Askers, accountAnswers } from '../account-answers.js';
import type { Feature } from '../feature.js';
import { portfolioBody } from './body.js';
import type { Portfolios } from './service.js';

/** What accounts hold. */
export function createPortfolioFeature(options: Askers & { readonly portfolios: Portfolios }): Feature {
  return accountAnswers('portfolio', options, async (account, query) => {
    const raw = choiceOf(query, 'raw', ['true', 'false']) === 'true';
    return portfolioBody(await options.portfolios.of(account), { raw, now: Date.now() });
  });
}
