import {
  parseCcxtHealth,
  parseTelegramHealth,
  type SiblingAnswer,
  type Verdict,
} from '@neuratrade/health-contracts';
import type { ServiceState } from '../supervisor/state.js';
import type { CompositeHealth } from './composite.js';
import type { ProbeResult } from './probe.js';
import type { RowState } from './report.js';

export type Judgement = { state: RowState; reason: string | null };

/** Everything that is known of one service at this moment. */
export type Evidence = {
  name: string;
  recorded: ServiceState;
  /** Whether its recorded process lives. */
  alive: boolean;
  /** Its own /health; undefined for servers that have none. */
  own: ProbeResult | undefined;
  composite: CompositeHealth;
};

/** How a service is: its process first, then its own answer, then what the backend sees of it. */
export function judge({ name, recorded, alive, own, composite }: Evidence): Judgement {
  if (!alive) return withoutProcess(recorded);
  if (recorded.state === 'waiting' || recorded.state === 'starting') {
    return { state: 'starting', reason: recorded.waiting_for && `waits for ${recorded.waiting_for}` };
  }
  if (name === 'backend') return judgeBackend(composite);
  if (own !== undefined && own.status === null) return { state: 'down', reason: own.ok ? null : own.reason };
  const word = composite.answered ? composite.services[name] : undefined;
  if (word === 'disabled') return { state: 'disabled', reason: null };
  if (word?.startsWith('unhealthy: ')) {
    return { state: own === undefined ? 'down' : 'degraded', reason: word.slice('unhealthy: '.length) };
  }
  return own === undefined ? { state: 'healthy', reason: null } : fromOwnAnswer(name, own);
}

/** A server that the gateway only uses is known through the backend alone. */
export function judgeExternal(name: string, composite: CompositeHealth): Judgement {
  if (!composite.answered) return { state: 'down', reason: 'unknown while the backend does not answer' };
  const word = composite.services[name] ?? 'healthy';
  return word === 'healthy'
    ? { state: 'healthy', reason: null }
    : { state: 'down', reason: word.replace(/^unhealthy: /, '') };
}

function withoutProcess(recorded: ServiceState): Judgement {
  const waiting = recorded.waiting_for && `waits for ${recorded.waiting_for}`;
  const reason = [recorded.last_exit, waiting].filter(Boolean).join('; ') || null;
  if (recorded.state === 'restarting') return { state: 'restarting', reason };
  if (recorded.state === 'waiting' || recorded.state === 'starting') return { state: 'starting', reason };
  return { state: 'down', reason: reason ?? 'its process has ended' };
}

function judgeBackend(composite: CompositeHealth): Judgement {
  if (!composite.answered) return { state: 'down', reason: composite.reason };
  if (composite.status === 'unhealthy' || composite.critical) {
    return { state: 'down', reason: 'cannot serve without its database' };
  }
  return { state: 'healthy', reason: null };
}

const verdicts: Readonly<Record<string, (answer: SiblingAnswer) => Verdict>> = {
  ccxt: parseCcxtHealth,
  telegram: parseTelegramHealth,
};

function fromOwnAnswer(name: string, own: ProbeResult): Judgement {
  const verdict = verdicts[name]?.({ status: own.status ?? 0, body: own.body });
  if (verdict !== undefined && !verdict.up) return { state: 'degraded', reason: verdict.reason };
  if (verdict === undefined && !own.ok) return { state: 'degraded', reason: own.reason };
  return { state: 'healthy', reason: null };
}
