/** A complete HTTP answer that needs no further work: a status and a JSON body. */
export interface ProbeAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** Serialises once what may be sent many times. */
export function jsonAnswer(status: number, value: unknown): ProbeAnswer {
  return { status, body: Buffer.from(JSON.stringify(value)) };
}

/** Keeps an answer until its key changes: rebuilding costs once per change, not once per request. */
export function cachedAnswer(key: () => string | number, build: () => ProbeAnswer): () => ProbeAnswer {
  let last: { key: string | number; answer: ProbeAnswer } | undefined;
  return () => {
    const now = key();
    if (last?.key !== now) last = { key: now, answer: build() };
    return last.answer;
  };
}
