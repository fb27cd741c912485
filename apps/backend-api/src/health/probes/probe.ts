import type { ServiceName } from '@neuratrade/health-contracts';
import type { Check } from '@neuratrade/service-kit';

/** What a check that succeeds says. */
export type Working = 'up' | 'degraded';

/** One dependency that the composite health watches. */
export interface Probe {
  readonly name: ServiceName;
  readonly check: Check<Working>;
  /** Hands over a function that asks for a check at once, for a probe that notices a lost connection by itself. */
  readonly onLost?: (trigger: () => void) => void;
  /** Frees what the checks hold open. */
  readonly close?: () => Promise<void>;
  /** What the log says when the dependency is found working, and with which fields; and when it is lost. */
  readonly messages: {
    readonly up: string;
    readonly upFields?: Readonly<Record<string, unknown>>;
    readonly down: string;
  };
}
