/** Uptime as the health answers print it: `45s`, `5m30s`, `2h15m30s`, `26h3m5s`. Seconds are floored, negatives read as 0. */
export function formatUptime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = `${whole % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}

/** UTC with whole seconds and `Z`: `2026-03-03T10:30:00Z`. Fractions are cut, not rounded. */
export function formatTimestamp(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
