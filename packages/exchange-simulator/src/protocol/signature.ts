import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Accounts, ApiKey, Permission } from '../accounts/registry.js';
import { ExchangeError } from './answer.js';
import { illegal, type Parameters } from './parameters.js';

const KEY = /^[A-Za-z0-9_.-]{1,128}$/;
const SIGNATURE = '^[A-Fa-f0-9]{64}$';
const DEFAULT_WINDOW_MS = 5_000;
const WIDEST_WINDOW_MS = 60_000;
const AHEAD_MS = 1_000;

/** Whether a text has the form of an API key. */
export function isKeyLike(text: string): boolean {
  return KEY.test(text);
}

/** What identifies the sender of a signed request; `query` and `body` as they were sent. */
export interface SignedRequest {
  readonly apiKey: string | undefined;
  readonly query: string;
  readonly body: string;
  readonly serverTime: number;
}

/** The key that signed a request. @throws ExchangeError when it is not known, not timely, not signed or may not do `needs` */
export function authenticate(
  accounts: Accounts,
  request: SignedRequest,
  parameters: Parameters,
  needs: Permission,
): ApiKey {
  const { apiKey } = request;
  if (apiKey === undefined || !isKeyLike(apiKey)) {
    throw new ExchangeError(-2014, 'API-key format invalid.', 401);
  }
  const timestamp = parameters.requiredWhole('timestamp');
  const window = parameters.whole('recvWindow') ?? DEFAULT_WINDOW_MS;
  const signature = parameters.required('signature');
  if (window > WIDEST_WINDOW_MS) {
    throw new ExchangeError(-1131, `recvWindow must be less than ${WIDEST_WINDOW_MS}.`);
  }
  if (!new RegExp(SIGNATURE).test(signature)) throw illegal('signature', SIGNATURE);
  if (timestamp >= request.serverTime + AHEAD_MS) {
    throw new ExchangeError(
      -1021,
      `Timestamp for this request was ${AHEAD_MS}ms ahead of the server's time.`,
    );
  }
  if (request.serverTime - timestamp > window) {
    throw new ExchangeError(-1021, 'Timestamp for this request is outside of the recvWindow.');
  }
  const key = accounts.key(apiKey);
  if (key === undefined) throw refused();
  const expected = createHmac('sha256', key.secret).update(signedText(request)).digest();
  if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) {
    throw new ExchangeError(-1022, 'Signature for this request is not valid.');
  }
  if (!key.permissions.includes(needs)) throw refused();
  return key;
}

function refused(): ExchangeError {
  return new ExchangeError(-2015, 'Invalid API-key, IP, or permissions for action.', 401);
}

/** What the signature is of: query string and body, one behind the other, but for the signature itself. */
function signedText({ query, body }: SignedRequest): string {
  return [query, body].map(withoutSignature).join('');
}

function withoutSignature(text: string): string {
  return text
    .split('&')
    .filter((pair) => !pair.startsWith('signature='))
    .join('&');
}
