import type { ProbedExchange } from '../connectivity/failure.js';
import type { Monitor } from '../connectivity/monitor.js';
import type { MarketData } from '../market/market-data.js';
import type { AccountsOfExchange } from '../private/private-data.js';
import type { ExchangeData, ExchangeEngine } from './engine.js';

/** The exchanges that are open now, one per name whatever accounts it has. */
export interface Running {
  /** Opens what is new and closes what is gone; the others stay as they are. */
  set(names: readonly string[]): void;
  marketOf(name: string): MarketData | undefined;
  accountsOf(name: string): AccountsOfExchange | undefined;
}

interface Opened extends ExchangeData {
  readonly probe: ProbedExchange;
}

export interface RunningOptions {
  readonly engine: Pick<ExchangeEngine, 'openProbe' | 'openData'>;
  /** Checks the open exchanges, and closes their probes when they go. */
  readonly monitor: Pick<Monitor, 'set'>;
}

export function createRunning({ engine, monitor }: RunningOptions): Running {
  let opened = new Map<string, Opened>();
  return {
    set(names) {
      const before = opened;
      const open = (name: string): Opened => ({
        probe: engine.openProbe(name),
        ...engine.openData(name),
      });
      opened = new Map(names.map((name) => [name, before.get(name) ?? open(name)]));
      monitor.set([...opened.values()].map(({ probe }) => probe));
      for (const [name, { market }] of before) if (!opened.has(name)) market.close();
    },
    marketOf: (name) => opened.get(name)?.market,
    accountsOf: (name) => opened.get(name)?.accounts,
  };
}
