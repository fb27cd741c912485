import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The `version` of the package.json nearest above a module. */
export function serviceVersion(importMetaUrl: string): string {
  for (let dir = new URL('.', importMetaUrl); dir.pathname !== '/'; dir = new URL('..', dir)) {
    const file = fileURLToPath(new URL('package.json', dir));
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  }
  throw new Error('no package.json above this module');
}
