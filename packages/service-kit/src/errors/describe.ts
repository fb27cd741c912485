/** Where an error was thrown, as `file.js:12`, from the first line of its stack outside Node and node_modules. */
function locationOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.stack === undefined) return undefined;
  const frame = error.stack
    .split('\n')
    .find((line) => /^\s+at /.test(line) && !/node_modules|node:/.test(line));
  return frame === undefined ? undefined : /([^/\\(\s]+:\d+):\d+\)?$/.exec(frame)?.[1];
}

/** An unexpected error as log fields: its message and where it was thrown, never a stack. */
export function errorFields(error: unknown): { error: string; at?: string } {
  const message = error instanceof Error ? error.message : String(error);
  const at = locationOf(error);
  return { error: message.split('\n')[0] ?? '', ...(at === undefined ? {} : { at }) };
}
