import type { HealthView } from './view.js';

/** Something that became different from one look to the next. `name` is `health` for the whole. */
export type Change = { at: string; name: string; from: string | null; to: string };

const COUNTING = /\bfor \d+s\b/g;

/** What is different in `next`; everything when there was no look before. Parts of a backend that does not answer are not known. */
export function changesBetween(before: HealthView | undefined, next: HealthView): Change[] {
  const was = wordsOf(before);
  return [...wordsOf(next)].flatMap(([name, to]) => {
    const from = was.get(name) ?? null;
    return from !== null && steady(from) === steady(to) ? [] : [{ at: next.checked_at, name, from, to }];
  });
}

function steady(word: string): string {
  return word.replace(COUNTING, 'for a while');
}

function wordsOf(view: HealthView | undefined): Map<string, string> {
  if (view === undefined) return new Map();
  const whole = view.status === 'unreachable' ? `unreachable: ${view.note}` : view.status;
  const parts = view.services.map(
    ({ name, status, reason }) => [name, reason === null ? status : `${status}: ${reason}`] as const,
  );
  return new Map([['health', whole], ...parts]);
}
