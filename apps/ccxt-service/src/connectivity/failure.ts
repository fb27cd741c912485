import type { ExchangeErrorClass } from '@neuratrade/health-contracts';
import { ProbeFailure } from '@neuratrade/service-kit';

/** Why an exchange counts as not answering: a class of the closed list and a short reason without any address or key. */
export class ExchangeFailure extends ProbeFailure {
  /** How long it asked to be left alone, where it did. */
  readonly pauseMs: number | undefined;

  constructor(
    readonly errorClass: ExchangeErrorClass,
    reason: string,
    options: ErrorOptions & { readonly pauseMs?: number | undefined } = {},
  ) {
    super(reason, options);
    this.name = 'ExchangeFailure';
    this.pauseMs = options.pauseMs;
  }
}

/**
 * What an answering exchange told. `clockOffsetMs`: its clock minus ours. Null is what could not be measured,
 * as the offset of an exchange that tells no time or keeps no connection open.
 */
export interface ExchangeSample {
  readonly latencyMs: number | null;
  readonly clockOffsetMs: number | null;
}

/** One exchange that can be asked whether it answers. */
export interface ProbedExchange {
  readonly name: string;
  readonly simulator: boolean;
  /** Asks now; everything it opened ends with the signal. Rejects with an {@link ExchangeFailure}. */
  probe(signal: AbortSignal): Promise<ExchangeSample>;
  /** When, on the awake clock, the latest pause ends or ended that the exchange asked for. No check may begin before. */
  pausedUntil(): number;
  /** Gives up its connections; not to be called while it is asked. */
  close(): void;
}
