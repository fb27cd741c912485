import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../check.js';
import { type Finding, failed, ok } from '../finding.js';

export const node: Check = {
  id: 'node',
  async run({ root }) {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      engines: { node: string };
    };
    return [judgeNode(process.versions.node, manifest.engines.node)];
  },
};

/** Whether a Node.js of that version is one of the range in package.json, `>=20.19`. */
export function judgeNode(version: string, range: string): Finding {
  const oldest = range.replace(/^>=\s*/, '');
  const values = { version, supported: range };
  const text = `Node.js ${version}; ${oldest} or later is supported`;
  if (isAtLeast(version, oldest)) return ok('node', text, values);
  return failed('node', text, `Install Node.js ${oldest} or later from https://nodejs.org.`, values);
}

function isAtLeast(version: string, oldest: string): boolean {
  const [a, b] = [version, oldest].map((text) => text.split('.').map(Number));
  const differs = [0, 1, 2].find((place) => (a?.[place] ?? 0) !== (b?.[place] ?? 0));
  return differs === undefined || (a?.[differs] ?? 0) > (b?.[differs] ?? 0);
}
