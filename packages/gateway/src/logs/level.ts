/** How bad a line is, from bad to harmless. */
export const LEVELS = ['error', 'warn', 'info', 'debug'] as const;

export type Level = (typeof LEVELS)[number];

const IN_JSON = /"level":"(\w+)"/;
const GATEWAY_LINE = /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] /;
const GATEWAY_ERROR = /^(Unhealthy|Start failed|Unexpected error): /;
const GATEWAY_WARNING = /^Degraded: | ended \(| did not come back| cannot be (written|opened)/;

/**
 * The level of a log line; undefined when it tells none. The lines of gateway.log carry no level: they are told by
 * their words, and count as `info` unless they tell of something that broke.
 */
export function levelOf(line: string): Level | undefined {
  if (line.startsWith('{')) return known(IN_JSON.exec(line)?.[1]);
  const text = withoutTime(line);
  if (text === undefined) return undefined;
  if (GATEWAY_ERROR.test(text)) return 'error';
  return GATEWAY_WARNING.test(text) ? 'warn' : 'info';
}

/** What a line of gateway.log says behind its time; undefined for any other line. */
export function withoutTime(line: string): string | undefined {
  const time = GATEWAY_LINE.exec(line)?.[0];
  return time === undefined ? undefined : line.slice(time.length);
}

function known(word: string | undefined): Level | undefined {
  return LEVELS.find((level) => level === word?.toLowerCase());
}
