import { createRedactor, type Redact } from '@neuratrade/service-kit';
import type { Credentials } from './exchange.js';

/** A redactor that learns: what it once masked stays masked. */
export interface Redaction {
  readonly redact: Redact;
  learn(secrets: readonly (string | undefined)[]): void;
}

export function createRedaction(secrets: readonly (string | undefined)[]): Redaction {
  const known = new Set(secrets);
  let current = createRedactor([...known]);
  return {
    redact: (text) => current(text),
    learn(more) {
      const before = known.size;
      for (const secret of more) known.add(secret);
      if (known.size > before) current = createRedactor([...known]);
    },
  };
}

/** Everything of credentials that must appear nowhere. */
export function secretsIn(credentials: Credentials | undefined): string[] {
  return Object.values(credentials ?? {}) as string[];
}
