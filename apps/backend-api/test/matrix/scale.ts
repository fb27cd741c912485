/** How long everything takes, in milliseconds unless the name says otherwise. */
export interface Scale {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly confirmMs: number;
  readonly connectIntervalMs: number;
  readonly exchangeIntervalMs: number;
  readonly exchangeTimeoutMs: number;
  readonly pollTimeoutS: number;
  /** An answer that is late, and one that is too late for anybody. */
  readonly slowMs: number;
  readonly verySlowMs: number;
  /** Half a period of flapping; that of an exchange differs where its checks are rarer. */
  readonly flapMs: number;
  readonly exchangeFlapMs: number;
  /** How long a state must last to be believed. */
  readonly holdMs: number;
  /** What a busy machine may add to any limit. */
  readonly marginMs: number;
}

const SCALED: Scale = {
  intervalMs: 200,
  timeoutMs: 900,
  confirmMs: 150,
  connectIntervalMs: 400,
  exchangeIntervalMs: 250,
  exchangeTimeoutMs: 900,
  pollTimeoutS: 1,
  slowMs: 400,
  verySlowMs: 4_000,
  flapMs: 600,
  exchangeFlapMs: 1_300,
  holdMs: 300,
  marginMs: 3_000,
};

/** The settings' defaults. */
const REAL: Scale = {
  intervalMs: 1_000,
  timeoutMs: 1_000,
  confirmMs: 250,
  connectIntervalMs: 15_000,
  exchangeIntervalMs: 15_000,
  exchangeTimeoutMs: 5_000,
  pollTimeoutS: 10,
  slowMs: 900,
  verySlowMs: 5_000,
  flapMs: 2_000,
  exchangeFlapMs: 2_000,
  holdMs: 3_000,
  marginMs: 750,
};

/** `MATRIX=real` measures with the defaults; otherwise every wait is shortened. */
export const SCALE: Scale = process.env.MATRIX === 'real' ? REAL : SCALED;

/** ccxt-service checks a failure again after this long, whatever the settings. */
export const EXCHANGE_CONFIRM_MS = 250;
