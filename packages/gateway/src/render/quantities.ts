const KIBI = 1_024;
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A size in its largest whole unit: `512 B`, `1.4 MiB`, `120 GiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (Math.round(value) >= KIBI && unit < UNITS.length - 1) {
    value /= KIBI;
    unit++;
  }
  return `${value < 10 && unit > 0 ? Math.round(value * 10) / 10 : Math.round(value)} ${UNITS[unit]}`;
}

/** Milliseconds as one reads them: `0.4 ms`, `120 ms`, `3.2 s`. */
export function formatMs(milliseconds: number): string {
  if (milliseconds >= 1_000) return `${Math.round(milliseconds / 100) / 10} s`;
  return `${milliseconds < 10 ? Math.round(milliseconds * 10) / 10 : Math.round(milliseconds)} ms`;
}

/** Another clock minus ours, in milliseconds: `as ours`, `120 ms ahead`, `3.2 s behind`. */
export function formatOffset(milliseconds: number): string {
  if (Math.abs(milliseconds) < 1) return 'as ours';
  return `${formatMs(Math.abs(milliseconds))} ${milliseconds > 0 ? 'ahead' : 'behind'}`;
}

/** `1 warning`, `2 warnings`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
