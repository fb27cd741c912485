import { closeSync, openSync, writeSync } from 'node:fs';

/** A fill that was not taken, as the file has it. */
export type Rejection = { line: number; id: string | null; reason: string; fill: string };

/** What is kept of the fills that were not taken: the first ones, and where all of them stand when there are more. */
export type Rejections = {
  count: number;
  first: Rejection[];
  file: string | null;
  /** Why there is no such file although there are more: `fills.csv.rejected.ndjson cannot be written (EACCES)`. */
  unwritten?: string;
};

const SHOWN = 20;

/** Collects what is rejected; more than 20 go to a file beside the one that is imported, one a line. */
export function collectRejections(name: string): {
  all: Rejections;
  add(rejection: Rejection): void;
  close(): void;
} {
  const all: Rejections = { count: 0, first: [], file: null };
  const path = `${name === '-' ? 'trades' : name}.rejected.ndjson`;
  let handle: number | undefined;
  /** What was stored is told in any case, so that a file which cannot be written ends nothing. */
  const attempt = (write: () => void): void => {
    try {
      if (all.unwritten === undefined) write();
    } catch (error) {
      all.file = null;
      all.unwritten = `${path} cannot be written (${(error as NodeJS.ErrnoException).code})`;
    }
  };
  const write = (rejection: Rejection): void => {
    if (handle !== undefined) writeSync(handle, `${JSON.stringify(rejection)}\n`);
  };
  return {
    all,
    add(rejection) {
      all.count++;
      if (all.count <= SHOWN) return void all.first.push(rejection);
      attempt(() => {
        if (handle === undefined) {
          handle = openSync(path, 'w', 0o600);
          all.file = path;
          for (const earlier of all.first) write(earlier);
        }
        write(rejection);
      });
    },
    close() {
      if (handle !== undefined) closeSync(handle);
    },
  };
}
