import { type Askers, accountAnswers } from '../account-answers.js';
import type { Feature } from '../feature.js';
import { isRaw } from '../raw.js';
import { portfolioBody } from './body.js';
import type { Portfolios } from './service.js';

/** What accounts hold. */
export function createPortfolioFeature(options: Askers & { readonly portfolios: Portfolios }): Feature {
  return accountAnswers('portfolio', options, async (account, query) => {
    const raw = isRaw(query);
    return portfolioBody(await options.portfolios.of(account), { raw, now: Date.now() });
  });
}
