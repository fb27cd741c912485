import type { BotApi, FaultKind } from '@neuratrade/test-kit';

/** What can be wrong with Telegram; `refuse`: nothing listens. */
export type Outage = FaultKind | 'refuse';

export const strike = (telegram: BotApi, outage: Outage) =>
  outage === 'refuse' ? telegram.refuse() : telegram.set({ kind: outage });

export const heal = (telegram: BotApi, outage: Outage) =>
  outage === 'refuse' ? telegram.accept() : telegram.set({ kind: 'ok' });
