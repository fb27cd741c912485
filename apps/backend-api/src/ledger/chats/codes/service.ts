import type { ChatLinked, LinkCode } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import { AppError, type Logger } from '@neuratrade/service-kit';
import type { Database } from '../../../platform/db/database.js';
import { orUnavailable } from '../../../platform/db/unavailable.js';
import type { Accounts } from '../../accounts/service.js';
import { createCode, hashOf } from './code.js';
import { insertCode, redeem } from './repository.js';

/** One-time codes. Every call rejects with an AppError that says what to do. */
export interface Codes {
  /** Rejects with `not_found` where there is no such account. */
  create(account: string): Promise<LinkCode>;
  /**
   * Links the chat to the account that the code is for, wherever the chat was linked before; the same chat may ask again. Rejects with `gone` for a code that
   * is unknown, used or ended, and with `too_many_requests` after too many of those.
   */
  redeem(code: string, chatId: number): Promise<ChatLinked>;
}

export interface CodesOptions {
  readonly pool: Database;
  readonly accounts: Pick<Accounts, 'named'>;
  /** The bot's username, null while it is not known. */
  readonly botName: () => Promise<string | null>;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
  readonly logger: Logger;
}

/** Attempts that may fail within ten minutes. */
const LIMITS = { perChat: 5, inAll: 60 };

const GONE =
  'This code is not valid: it was used, or is older than 10 minutes. neuratrade telegram link makes a new one.';

export function createCodes({ pool, accounts, botName, reasonOf, logger }: CodesOptions): Codes {
  return {
    async create(name) {
      const account = await accounts.named(name);
      const code = createCode();
      const [expiresAt, bot] = await Promise.all([
        orUnavailable(insertCode(pool, { hash: hashOf(code), accountId: account.id }), reasonOf),
        botName(),
      ]);
      logger.info('Link code made', { account: name });
      return { code, account: name, expires_at: formatTimestamp(new Date(expiresAt)), bot };
    },
    async redeem(code, chatId) {
      const redeemed = await orUnavailable(redeem(pool, hashOf(code), chatId, LIMITS), reasonOf);
      if (redeemed.outcome === 'linked') {
        const { account, again } = redeemed;
        if (!again) logger.info('Chat linked', { chat_id: chatId, account });
        return { account };
      }
      logger.warn('Link code refused', { chat_id: chatId, reason: redeemed.outcome });
      if (redeemed.outcome === 'refused') throw new AppError('gone', GONE);
      const { retryAfterSeconds } = redeemed;
      const text = `Too many codes were not valid. Try again in ${retryAfterSeconds} seconds.`;
      throw new AppError('too_many_requests', text, { retryAfterSeconds });
    },
  };
}
