/** The account of the demonstration, and its key, which may only read. Public on purpose: they open nothing else. */
export const DEMO = {
  account: 'demo',
  key: 'demo-key-of-the-simulator',
  secret: 'demo-secret-of-the-simulator',
} as const;

/** What it was given to begin with, as decimal texts. */
export const DEMO_DEPOSITS: Readonly<Record<string, string>> = { USDT: '10000', BNB: '0.2' };

/** How long before its start the demonstration's history begins. */
export const DEMO_HISTORY_MS = 45 * 86_400_000;
