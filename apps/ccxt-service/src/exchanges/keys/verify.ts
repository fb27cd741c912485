import ccxt from 'ccxt';
import { z } from 'zod';
import type { Credentials } from '../../configured/exchange.js';
import { ExchangeFailure } from '../../connectivity/failure.js';
import type { KeyVerdict } from '../../manage/engine.js';
import { classifyError } from '../classify.js';
import { type ClientOptions, createClient } from '../client.js';
import { type Pause, pauseAfter } from '../pause.js';
import { type Call, createTransport, LONGEST_ANSWER_BYTES } from '../transport.js';
import { askSigned } from './ask-signed.js';
import { PERMISSION_QUESTIONS } from './permissions.js';
import { refusalTold, WRONG_FORM } from './refusal.js';

export interface VerifyOptions extends Omit<ClientOptions, 'fetch'> {
  /** How long to leave an exchange alone that names no time. */
  readonly usualPauseMs: number;
  readonly pause: Pause;
}

/** The balance may need the markets to be loaded first. */
const WITH_MARKETS = 2;

/**
 * Asks the exchange, signed with the key: what the key may do where the exchange tells, else for the balance.
 * Rejects with an {@link ExchangeFailure} when it could not be found out whether the key is accepted.
 */
export async function verifyKey(
  name: string,
  credentials: Credentials,
  { usualPauseMs, pause, ...options }: VerifyOptions,
): Promise<KeyVerdict> {
  const leftMs = pause.leftMs();
  if (leftMs > 0) throw new ExchangeFailure('rate_limited', 'it wants to be left alone', { pauseMs: leftMs });
  const transport = createTransport();
  const requests = PERMISSION_QUESTIONS[name] === undefined ? WITH_MARKETS : 1;
  const signal = AbortSignal.timeout(requests * options.timeoutMs);
  const call: Call = { signal, maxBytes: LONGEST_ANSWER_BYTES };
  try {
    const client = createClient({ name, credentials }, { ...options, fetch: transport.fetch });
    const permissions = await transport.during(call, () => askSigned(name, client));
    return { accepted: true, permissions };
  } catch (error) {
    const { last } = call;
    const failure = failureOf(error, last?.status);
    const reason = refusalOf(error, failure, last !== undefined);
    if (reason !== undefined) return { accepted: false, reason };
    const pauseMs = pauseAfter(failure, last, usualPauseMs);
    if (pauseMs !== undefined) pause.extend(pauseMs);
    throw new ExchangeFailure(failure.errorClass, failure.reason, { cause: error, pauseMs });
  } finally {
    transport.close();
  }
}

function failureOf(error: unknown, status: number | undefined): ExchangeFailure {
  if (error instanceof z.ZodError) {
    return new ExchangeFailure('bad_response', 'unexpected answer', { cause: error });
  }
  if (error instanceof ccxt.InvalidNonce) {
    return new ExchangeFailure('unknown', "its clock and this machine's differ", { cause: error });
  }
  return classifyError(error, status);
}

/** Why the exchange does not accept the key; undefined when the failure says nothing about the key. */
function refusalOf(error: unknown, failure: ExchangeFailure, answered: boolean): string | undefined {
  const { errorClass } = failure;
  const told = refusalTold(error, failure);
  if (told !== undefined) return told;
  if (error instanceof ccxt.NotSupported || error instanceof ExchangeFailure) return undefined;
  const neverSent = !answered && ['unknown', 'bad_response'].includes(errorClass);
  return neverSent ? WRONG_FORM : undefined;
}
