/** How it is, at a glance: one look for results and for what works. */
export const ICONS = { good: '🟢', fair: '🟡', bad: '🔴', none: '⚪' } as const;

/** The icon of a result: won, lost, and neither or not known. */
export function resultIcon(result: string | null): string {
  if (result === null || !/[1-9]/.test(result)) return ICONS.none;
  return result.startsWith('-') ? ICONS.bad : ICONS.good;
}
