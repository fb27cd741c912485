import { readFileSync } from 'node:fs';

const PRELOADED = new URL('profile-process.js', import.meta.url);

/** Environment of a Node.js process that writes down where its time went, into a file, when it ends. */
export const profiling = (file) => ({ NODE_OPTIONS: `--import=${PRELOADED.href}`, PROFILE: file });

const IDLE = new Set(['(idle)', '(program)']);

/** Of the processor time that a process spent on JavaScript, the part inside the files whose URL has `part` in it. */
export function shareOfTime(file, part) {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8'));
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const spent = { all: 0, part: 0 };
  for (const [index, id] of samples.entries()) {
    const { functionName, url } = byId.get(id);
    if (IDLE.has(functionName)) continue;
    spent.all += timeDeltas[index];
    if (url.includes(part)) spent.part += timeDeltas[index];
  }
  return spent.part / spent.all;
}
