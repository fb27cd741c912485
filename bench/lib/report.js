import { renderSection, updateDocument } from './document.js';
import { table } from './format.js';
import { describeMachine, describeMoment, describePeers } from './machine.js';
import { DOCUMENT } from './paths.js';

/** The sections of the document, in order; each command writes its own and leaves the others. */
const ORDER = [
  ...['machine', 'http', 'black-hole', 'ticker', 'stampede', 'redis-stopped', 'upstream-dead', 'back-fill'],
  ...['push', 'figures', 'refold', 'bot'],
  ...['detection', 'start', 'idle', 'soak'],
];

const HEAD = `# Performance

Written by \`make bench\` and \`make soak\`; what they measure again replaces what stands here. A missed target stays in the table.

How to read it: subjects of a comparison take turns in rounds, each round beginning with another one, so that a busy moment of the
machine hits all alike. A figure is the median of the rounds. A ratio is taken within each round; its median comes first, then the
smallest and the largest. Latencies come from every single answer, to the microsecond. Ratios carry over to other machines, absolute
figures do not.`;

/** Prints what a section showed. */
export function printResult(result, say) {
  say('', result.text.join('\n\n'), '');
  for (const { what, measured, passed } of result.targets)
    say(`${passed ? 'PASS  ' : 'MISSED'}  ${what}: ${measured}`);
}

/**
 * Puts what a section showed into the document.
 *
 * @param {string} name
 * @param {string} command what was called
 */
export function writeReport(name, section, result, command) {
  const machine = [...describeMachine(), ['Peers', describePeers()]];
  const blocks = {
    machine: `## The machine\n\n${table([['', ''], ...machine], { left: 2 })}`,
    [name]: renderSection(section, result, { command, moment: describeMoment() }),
  };
  updateDocument(DOCUMENT, blocks, { head: HEAD, order: ORDER });
}
