import { fetchJson, reasonOf } from '@neuratrade/service-kit';

/** What an HTTP endpoint said within the time given: its JSON, or why there was none. */
export type ProbeResult =
  | { ok: true; status: number; body: unknown }
  | { ok: false; status: number | null; body: unknown; reason: string };

const TIMEOUT_MS = 1_000;

/** Asks once, for at most a second. Any answer but a 2xx is not ok. Never throws. */
export async function probe(url: string, signal?: AbortSignal): Promise<ProbeResult> {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const { status, body } = await fetchJson(url, {
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    if (status >= 200 && status < 300) return { ok: true, status, body };
    return { ok: false, status, body, reason: `HTTP ${status}` };
  } catch (error) {
    const reason = limit.aborted ? 'no answer within 1 s' : reasonOf(error);
    return { ok: false, status: null, body: undefined, reason };
  }
}
