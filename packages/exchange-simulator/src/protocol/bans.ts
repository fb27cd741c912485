const MINUTE = 60_000;
/** So many refusals in one minute are overlooked: requests that were under way when the limit was reached. */
const PATIENCE = 10;
const FIRST_BAN_MS = 2 * MINUTE;
const LONGEST_BAN_MS = 3 * 24 * 60 * MINUTE;
const FORGIVEN_AFTER_MS = 24 * 60 * MINUTE;

/** Keeps out callers who go on asking above the limit; instants in milliseconds. */
export interface Bans {
  /** Until when a caller is kept out. */
  until(caller: string, now: number): number | undefined;
  /** Notes a request above the limit; tells until when the caller is kept out if that was one too many. */
  offend(caller: string, now: number): number | undefined;
  clear(): void;
}

interface Offender {
  minute: number;
  refusals: number;
  bans: number;
  until: number;
}

/** Nobody is banned yet. Each ban within a day is twice as long as the one before, from two minutes up to three days. */
export function createBans(): Bans {
  const offenders = new Map<string, Offender>();
  return {
    until(caller, now) {
      const until = offenders.get(caller)?.until ?? 0;
      return until > now ? until : undefined;
    },
    offend(caller, now) {
      const minute = Math.floor(now / MINUTE);
      const offender = offenders.get(caller) ?? { minute, refusals: 0, bans: 0, until: 0 };
      offenders.set(caller, offender);
      if (offender.minute !== minute) Object.assign(offender, { minute, refusals: 0 });
      offender.refusals += 1;
      if (offender.refusals <= PATIENCE) return undefined;
      if (now - offender.until > FORGIVEN_AFTER_MS) offender.bans = 0;
      offender.until = now + Math.min(LONGEST_BAN_MS, FIRST_BAN_MS * 2 ** offender.bans);
      offender.bans += 1;
      offender.refusals = 0;
      return offender.until;
    },
    clear: () => offenders.clear(),
  };
}
