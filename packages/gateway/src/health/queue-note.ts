import { formatUptime, type TelegramQueue } from '@neuratrade/health-contracts';

const LONG_S = 60;

/** What is wrong with the messages to Telegram, in one line; null while none was given up and none waits for a minute. */
export function queueNote(queue: TelegramQueue | null): string | null {
  if (queue === null) return null;
  const { queued, oldest_age_seconds: age, dead, last_error: error } = queue.outbox;
  const parts = [
    ...(age !== null && age >= LONG_S
      ? [`${messages(queued, 'waits', 'wait')}, ${queued === 1 ? '' : 'the oldest '}for ${formatUptime(age)}`]
      : []),
    ...(dead > 0
      ? [`${messages(dead, 'was', 'were')} given up (neuratrade telegram queue --dead shows why)`]
      : []),
  ];
  if (parts.length === 0) return null;
  return `Telegram: ${parts.join('; ')}${error === null ? '' : `. Last error: ${error}`}.`;
}

function messages(count: number, one: string, many: string): string {
  return count === 1 ? `1 message ${one}` : `${count} messages ${many}`;
}
