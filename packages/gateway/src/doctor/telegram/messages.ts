import type { TelegramDetails } from '@neuratrade/api-contracts';
import { formatUptime } from '@neuratrade/health-contracts';
import { plural } from '../../render/quantities.js';
import { type Finding, warning } from '../finding.js';

const ID = 'telegram_messages';
const LONG_S = 60;

/** What is wrong with the messages to Telegram: those that were given up, and those that wait for a minute. */
export function messageFindings({ outbox }: Pick<TelegramDetails, 'outbox'>): Finding[] {
  const { queued, oldest_age_seconds: age, dead, last_error: error } = outbox;
  const why = error === null ? '' : `: ${error}`;
  return [
    ...(age !== null && age >= LONG_S
      ? [
          warning(
            ID,
            `${plural(queued, 'message')} to be sent, the oldest for ${formatUptime(age)}${why}`,
            'neuratrade telegram queue shows what waits and why.',
            { queued, oldest_age_seconds: age, last_error: error },
          ),
        ]
      : []),
    ...(dead > 0
      ? [
          warning(
            ID,
            `${plural(dead, 'message')} given up within a week`,
            'neuratrade telegram queue --dead shows why; neuratrade telegram retry --all sends them once more.',
            { dead },
          ),
        ]
      : []),
  ];
}
