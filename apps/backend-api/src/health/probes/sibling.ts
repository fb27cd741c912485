import type { ServiceName, SiblingAnswer, Verdict } from '@neuratrade/health-contracts';
import { fetchJson, ProbeFailure, reasonOf } from '@neuratrade/service-kit';
import type { Probe } from './probe.js';

export interface SiblingProbeOptions {
  readonly name: ServiceName;
  readonly url: string;
  /** What the sibling's answer means. */
  readonly parse: (answer: SiblingAnswer) => Verdict;
}

/** Asks another service's `/health`. */
export function siblingProbe({ name, url, parse }: SiblingProbeOptions): Probe {
  const { host } = new URL(url);
  return {
    name,
    async check(signal) {
      const verdict = parse(await ask(`${url}/health`, host, signal));
      if (!verdict.up) throw new ProbeFailure(verdict.reason);
      return verdict.degraded ? 'degraded' : 'up';
    },
    messages: { up: 'Service healthy', down: 'Service unhealthy' },
  };
}

async function ask(url: string, host: string, signal: AbortSignal): Promise<SiblingAnswer> {
  try {
    return await fetchJson(url, { signal });
  } catch (error) {
    const reason = error instanceof ProbeFailure ? error.reason : reasonOf(error);
    throw new ProbeFailure(`connection failed: ${host}: ${reason}`, { cause: error });
  }
}
