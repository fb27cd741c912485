import {
  aggregate,
  type HealthPolicy,
  type HealthReport,
  type PartState,
  SERVICES,
  type ServiceName,
  type ServiceResult,
  serviceStatus,
} from '@neuratrade/health-contracts';
import {
  type AwakeClock,
  type Logger,
  resultOf,
  type Transition,
  type Watch,
  watch,
} from '@neuratrade/service-kit';
import { createChanges } from './changes.js';
import { overallState, partState } from './part-state.js';
import type { Probe, Working } from './probes/probe.js';

export interface HealthMonitorOptions {
  readonly probes: readonly Probe[];
  readonly policy: HealthPolicy;
  readonly clock: AwakeClock;
  readonly logger: Logger;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly confirmMs: number;
  readonly onTransition: (service: ServiceName, transition: Transition) => void;
}

export interface HealthMonitor {
  /** The composite status as of now, from memory. */
  report(): HealthReport;
  /** The watch behind one part; undefined where the part is disabled. */
  watchOf(service: ServiceName): Watch<Working> | undefined;
  stateOf(service: ServiceName): PartState | 'disabled';
  overall(): PartState;
  /** Awake milliseconds since a part was last checked. */
  ageOf(service: ServiceName): number | null;
  /** Grows with every transition. */
  revision(): number;
  stop(): Promise<void>;
}

/** Watches every dependency in the background, so that a question about health never waits for one. */
export function createHealthMonitor(options: HealthMonitorOptions): HealthMonitor {
  const { probes, policy, clock, logger } = options;
  const watches = new Map<ServiceName, Watch<Working>>();
  let revision = 0;

  const parts = probes.map((probe, index) => {
    const changes = createChanges(clock, (transition) => {
      revision++;
      logTransition(logger, probe, transition);
      options.onTransition(probe.name, transition);
    });
    const watched = watch({
      check: probe.check,
      clock,
      intervalMs: options.intervalMs,
      downIntervalMs: options.intervalMs / 2,
      timeoutMs: options.timeoutMs,
      confirmMs: options.confirmMs,
      phaseMs: (index * options.intervalMs) / probes.length,
      onTransition: ({ to, reason }) => changes.moveTo(to, reason),
    });
    probe.onLost?.(watched.trigger);
    watches.set(probe.name, watched);
    return { watched, changes };
  });

  /** A part whose prober is stuck goes down without any check saying so. */
  const lookForStale = setInterval(() => {
    for (const { watched, changes } of parts) {
      const result = resultOf(watched.snapshot());
      if (result.state !== 'up') continue;
      const status = serviceStatus(result, policy, clock.now());
      if (status === 'healthy') changes.moveTo('up', null);
      else changes.moveTo('down', status.replace('unhealthy: ', ''));
    }
  }, options.intervalMs);

  const resultFor = (service: ServiceName): ServiceResult => {
    const watched = watches.get(service);
    return watched === undefined ? { state: 'disabled' } : resultOf(watched.snapshot());
  };

  const stateOf = (service: ServiceName): PartState | 'disabled' => {
    const watched = watches.get(service);
    return watched === undefined ? 'disabled' : partState(watched.snapshot(), policy, clock.now());
  };

  return {
    report: () => {
      const results = Object.fromEntries(SERVICES.map((name) => [name, resultFor(name)]));
      return aggregate(results as Record<ServiceName, ServiceResult>, policy, clock.now());
    },
    stateOf,
    overall: () => {
      const states = Object.fromEntries(SERVICES.map((name) => [name, stateOf(name)]));
      return overallState(states as Record<ServiceName, PartState | 'disabled'>, policy);
    },
    watchOf: (service) => watches.get(service),
    ageOf: (service) => {
      const snapshot = watches.get(service)?.snapshot();
      return snapshot?.checkedDate ? clock.now() - snapshot.checkedAt : null;
    },
    revision: () => revision,
    async stop() {
      clearInterval(lookForStale);
      await Promise.all([...watches.values()].map((watched) => watched.stop()));
      await Promise.all(probes.map((probe) => probe.close?.()));
    },
  };
}

function logTransition(logger: Logger, { name, messages }: Probe, transition: Transition): void {
  const lasted = { from: transition.from, lasted_ms: Math.round(transition.lastedMs) };
  if (transition.to === 'up') {
    logger.info(messages.up, { service: name, ...messages.upFields, ...lasted });
    return;
  }
  const level = transition.from === 'unchecked' ? 'warn' : 'error';
  logger[level](messages.down, { service: name, error: transition.reason, ...lasted });
}
