import type { ExchangeErrorClass } from '@neuratrade/health-contracts';
import { ProbeFailure } from '@neuratrade/service-kit';

/** Why an exchange counts as not answering: a class of the closed list and a short reason without any address or key. */
export class ExchangeFailure extends ProbeFailure {
  constructor(
    readonly errorClass: ExchangeErrorClass,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(reason, options);
    this.name = 'ExchangeFailure';
  }
}

/** What an answering exchange told. `clockOffsetMs`: its clock minus ours, null where it tells no time. */
export interface ExchangeSample {
  readonly latencyMs: number;
  readonly clockOffsetMs: number | null;
}

/** One exchange that can be asked whether it answers. `probe` rejects with an {@link ExchangeFailure}. */
export interface ProbedExchange {
  readonly name: string;
  readonly simulator: boolean;
  probe(): Promise<ExchangeSample>;
}
