import { telegramDetailsSchema } from '@neuratrade/api-contracts';
import { parseTelegramHealth, STORE_BROKEN } from '@neuratrade/health-contracts';
import { remedyFor } from '../../status/remedy.js';
import type { Check } from '../check.js';
import { ask } from '../facts/ask.js';
import { type Finding, failed, ok, skipped } from '../finding.js';
import { NEEDS_GATEWAY, processRemedy } from '../remedy.js';
import { messageFindings } from '../telegram/messages.js';

const ID = 'telegram';
const OFF = ['false', '0', 'no', 'off'];
const NO_TOKEN = 'TELEGRAM_BOT_TOKEN not set';
const BEFORE_START =
  'neuratrade config set telegram_bot_token - stores one; without a bot: neuratrade config set telegram_enabled false';

export const telegram: Check = {
  id: ID,
  async run({ env, state, url, row }) {
    const enabled = !OFF.includes(env.TELEGRAM_ENABLED?.trim().toLowerCase() ?? '');
    if (!enabled) return [ok(ID, 'off on purpose (TELEGRAM_ENABLED=false)', { enabled })];
    const tokenSet = Boolean(env.TELEGRAM_BOT_TOKEN?.trim());
    const values = { enabled, token_set: tokenSet };
    if (state === undefined) {
      if (tokenSet) return [skipped(ID, NEEDS_GATEWAY)];
      return [failed(ID, NO_TOKEN, BEFORE_START, values)];
    }
    const answer = await ask(`${url(ID)}/health`);
    if (!answer.answered) {
      const own = await row(ID);
      return [failed(ID, own?.reason ?? answer.reason, processRemedy(own, ID), values)];
    }
    const verdict = parseTelegramHealth(answer);
    const messages = await messagesAt(url(ID), env.SERVICE_API_KEY);
    if (verdict.up) return [ok(ID, 'the bot is active', { ...values, bot_active: true }), ...messages];
    const { reason } = verdict;
    const active = reason === STORE_BROKEN;
    return [
      failed(ID, reason, remedyFor(ID, reason, false), { ...values, bot_active: active, reason }),
      ...messages,
    ];
  },
};

/** Nothing where the details cannot be seen. */
async function messagesAt(telegram: string, serviceKey: string | undefined): Promise<Finding[]> {
  const answer = await ask(`${telegram}/api/v1/health/details`, serviceKey?.trim() ?? '');
  const details = telegramDetailsSchema.safeParse(answer.answered ? answer.body : undefined);
  return details.success ? messageFindings(details.data) : [];
}
