import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** What fits into a socket address on Linux (108 bytes) and on macOS (104), with the byte that ends it. */
const LONGEST = 103;

/** Where the supervisor of a home takes requests. */
export function controlSocket({ run }: { run: string }): string {
  return join(run, 'gateway.sock');
}

/**
 * Calls `use` with a path by which the socket `path` can be bound or connected to, however deep it lies: a path that no
 * socket address holds is shortened by a link, which is there for as long as `use` runs.
 */
export function withShortPath<T>(path: string, use: (path: string) => T): T {
  if (Buffer.byteLength(path) <= LONGEST) return use(path);
  const directory = mkdtempSync(join(tmpdir(), 'neuratrade-'));
  try {
    symlinkSync(dirname(path), join(directory, 'run'));
    return use(join(directory, 'run', basename(path)));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
