import { createRedactor, type Redact } from '@neuratrade/service-kit';

/** A redactor that learns secrets as they come up; it forgets none. */
export function createGrowingRedactor(): { redact: Redact; learn(secrets: readonly string[]): void } {
  const known = new Set<string>();
  let redact = createRedactor([]);
  return {
    redact: (text) => redact(text),
    learn: (secrets) => {
      for (const secret of secrets) known.add(secret);
      redact = createRedactor([...known]);
    },
  };
}
