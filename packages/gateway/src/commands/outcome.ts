/** What a command has to say: on standard output with exit code 0, or on standard error with 1 (refused) or 2 (no backend). */
export type Outcome<T> = { ok: true; value: T } | { ok: false; code: 1 | 2; text: string };

/** What a backend told, as text for people or as JSON for programs. */
export function shown<T>(answer: Outcome<T>, json: boolean, render: (value: T) => string): Outcome<string> {
  if (!answer.ok) return answer;
  return { ok: true, value: json ? JSON.stringify(answer.value, null, 2) : render(answer.value) };
}
