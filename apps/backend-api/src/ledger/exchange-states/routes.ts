import { type Askers, chatAnswers } from '../account-answers.js';
import type { Feature } from '../feature.js';
import { createExchangeStates, type ExchangeStatesOptions } from './service.js';

/** The exchanges of an account and how they answer, for its chats. */
export function createExchangeStatesFeature(options: Pick<Askers, 'chats'> & ExchangeStatesOptions): Feature {
  const service = createExchangeStates(options);
  return chatAnswers('exchanges', options, (account) => service.of(account));
}
