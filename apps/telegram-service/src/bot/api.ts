import { autoRetry } from '@grammyjs/auto-retry';
import type { Redact } from '@neuratrade/service-kit';
import type { Api, Transformer } from 'grammy';
import { createPatience } from './patience.js';
import { builtInSignal, CALL_TIMEOUT_MS, callWithin, grammySignal } from './signals.js';

const ANSWER_DEADLINE_MS = 30_000;
/** Methods that put something into a chat. */
const PUTTING = /^(send(?!ChatAction)|edit|copy|forward)/;

/** Masks secrets in what Telegram says about a failed call, so that it may be shown. */
export function useRedaction(api: Api, redact: Redact): void {
  api.config.use(async (prev, method, payload, signal) => {
    const answer = await prev(method, payload, signal);
    return answer.ok ? answer : { ...answer, description: redact(answer.description) };
  });
}

export interface AnswersOptions {
  /** Has a call wait for its turn. */
  readonly throttle: Transformer;
  /** Aborts when no answer is begun any more. */
  readonly leaving: AbortSignal;
  /** Aborts when those under way must end. */
  readonly abandoned: AbortSignal;
}

/**
 * Has calls that put something into a chat wait for their turn, and outlive a short failure: rate limits are waited for, server and
 * network errors tried again, for 30 s. Other calls are made at once and once.
 */
export function useAnswers(api: Api, { throttle, leaving, abandoned }: AnswersOptions): void {
  const retry: Transformer = autoRetry({ maxDelaySeconds: ANSWER_DEADLINE_MS / 1_000 });
  api.config.use(async (prev, method, payload, signal) => {
    const once = (limited: typeof signal) => prev(method, payload, limited);
    if (!PUTTING.test(method)) {
      return signal === undefined ? callWithin(CALL_TIMEOUT_MS, abandoned, once) : once(signal);
    }
    const asked = signal === undefined ? [] : [builtInSignal(signal)];
    const patience = createPatience({ ms: ANSWER_DEADLINE_MS, leaving, abandoned: [abandoned, ...asked] });
    let last: ReturnType<typeof once> | undefined;
    const attempt: typeof prev = (...call) => {
      patience.waits();
      const answer = throttle(timed, ...call);
      last = answer as unknown as typeof last;
      return answer;
    };
    const timed: typeof prev = (...call) => {
      patience.goes();
      return prev(...call).finally(patience.returns);
    };
    try {
      return await retry(attempt, method, payload, grammySignal(patience.signal));
    } catch (error) {
      // Between two attempts it is what Telegram answered last that says why.
      if (last === undefined) throw error;
      return await last;
    } finally {
      patience.ends();
    }
  });
}
