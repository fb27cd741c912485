import { duration } from '@neuratrade/service-kit';
import type { BackendFailure } from '../../backend/client.js';
import type { Answer } from '../answer.js';
import { ICONS } from './icons.js';
import { shown } from './text.js';

const STATUS_HINT = '<code>neuratrade gateway status</code> tells what runs.';

/** The answer where the backend has none: what is wrong, and what to do. */
export function trouble(failure: BackendFailure): Answer {
  const [what, advice] = wordsFor(failure);
  return { blocks: [`${ICONS.bad} ${what}`, advice], refresh: true, alert: true };
}

function wordsFor({ reason, status, code, message, retryAfterSeconds }: BackendFailure): [string, string] {
  const again = `Try again ${retryAfterSeconds === undefined ? 'in a minute' : `in ${duration(Math.max(1, retryAfterSeconds))}`}.`;
  if (status === undefined)
    return [`The backend does not answer: ${shown(reason)}.`, `${again} ${STATUS_HINT}`];
  if (status === 401 || status === 403) {
    return [
      'The backend does not accept my key.',
      'Give backend and bot the same SERVICE_API_KEY, then start both again.',
    ];
  }
  if (status === 429) return ['The backend is asked too much.', again];
  if (code === undefined || message === undefined || code === 'internal') {
    return [`The backend failed: ${shown(reason)}.`, `${again} The reason is in <code>backend.log</code>.`];
  }
  const told = shown(withoutAddresses(message), 300);
  return status >= 500 ? [firstSentence(told), again] : [told, STATUS_HINT];
}

function firstSentence(text: string): string {
  const end = text.search(/\.\s/);
  return end === -1 ? text : text.slice(0, end + 1);
}

const ADDRESSES =
  /\b[a-z][a-z\d+.-]*:\/\/\S+|\[[\da-f:.]+\](?::\d+)?|\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b|\b(?:localhost|[\w-]+(?:\.[\w-]+)+):\d+\b/gi;

function withoutAddresses(text: string): string {
  return text.replace(ADDRESSES, '…');
}
