import type { Logger } from '@neuratrade/service-kit';
import { createBackoff } from './backoff.js';
import { describeError, failureOf } from './failure.js';
import { pause } from './signals.js';
import type { ContactLog, Failure } from './status.js';

/** How updates reach this process. Every method throws what grammY throws. */
export interface Transport {
  /** Has Telegram hand the updates to this process. */
  connect(signal: AbortSignal): Promise<void>;
  /** One contact that proves that updates can come. */
  contact(signal: AbortSignal): Promise<void>;
  /** Waits until the next contact is due. */
  rest(signal: AbortSignal): Promise<void>;
}

export interface RunnerOptions {
  readonly transport: Transport;
  readonly contacts: ContactLog;
  readonly logger: Logger;
  /** Learns who the bot is; called before the first connection. */
  readonly identify: (signal: AbortSignal) => Promise<void>;
  /** Called after each connection. */
  readonly onConnected: (signal: AbortSignal) => Promise<void>;
}

/** Keeps the bot connected until the signal aborts, whatever Telegram does. Never throws. */
export async function runConnection(options: RunnerOptions, signal: AbortSignal): Promise<void> {
  const { transport, contacts, logger } = options;
  const backoff = createBackoff();
  let connected = false;
  let told: string | undefined;

  async function contact(): Promise<void> {
    if (!connected) {
      await options.identify(signal);
      await transport.connect(signal);
      await options.onConnected(signal);
      connected = true;
    }
    await transport.contact(signal);
  }

  async function recover(error: unknown): Promise<void> {
    const failure: Failure = failureOf(error);
    if (failure.reconnect) connected = false;
    contacts.failed(failure);
    const status = contacts.status();
    if (!status.active && told !== failure.reason) {
      logger.warn('Bot inactive', { reason: status.reason });
      told = failure.reason;
    }
    const waitMs = backoff.next(failure);
    logger.debug('Contact with Telegram failed', { error: describeError(error), retryMs: waitMs });
    await pause(waitMs, signal);
  }

  while (!signal.aborted) {
    try {
      await contact();
    } catch (error) {
      if (!signal.aborted) await recover(error);
      continue;
    }
    contacts.succeeded();
    backoff.reset();
    if (told !== undefined) logger.info('Bot active again');
    told = undefined;
    await transport.rest(signal);
  }
}
