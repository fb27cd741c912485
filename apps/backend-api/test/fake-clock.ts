import { existsSync, readdirSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Cleanup, makeHome } from '@neuratrade/test-kit';

export interface FakeClock {
  /** What a process needs in its environment to go by it. */
  readonly env: Readonly<Record<string, string>>;
  /** Sets the wall clock of that process so many seconds off, while it runs. */
  set(offsetS: number): Promise<void>;
}

/** A wall clock that can jump, by libfaketime; the monotonic clock stays as it is. */
export async function makeFakeClock(cleanup: Cleanup): Promise<FakeClock> {
  const file = join(cleanup.use(await makeHome()).path, 'clock');
  const set = async (offsetS: number): Promise<void> => {
    await writeFile(`${file}.new`, `${offsetS < 0 ? '' : '+'}${offsetS}`);
    await rename(`${file}.new`, file);
  };
  await set(0);
  return {
    env: {
      LD_PRELOAD: library(),
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    },
    set,
  };
}

function library(): string {
  const places = readdirSync('/usr/lib').map((name) => join('/usr/lib', name, 'faketime/libfaketime.so.1'));
  const found = places.find((path) => existsSync(path));
  if (found === undefined) throw new Error('libfaketime is missing: run scripts/ensure.sh faketime');
  return found;
}
