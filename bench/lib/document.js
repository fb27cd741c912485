import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { table } from './format.js';

const ROW = /^\| (PASS|MISSED) .*\|$/gm;

const begin = (name) => `<!-- ${name}: begin -->`;
const end = (name) => `<!-- ${name}: end -->`;

/**
 * A section of the document.
 *
 * @param {{ title: string, about: string[] }} section
 * @param {{ text: string[], targets: { what: string, measured: string, passed: boolean }[] }} result
 */
export function renderSection({ title, about }, result, { command, moment }) {
  const targets = result.targets.map(({ what, measured, passed }) => [
    passed ? 'PASS' : 'MISSED',
    what,
    measured,
  ]);
  return [
    `## ${title}`,
    about.join('\n'),
    ...result.text,
    table([['', 'target', 'measured'], ...targets], { left: 3 }),
    `\`${command}\`, ${moment}`,
  ].join('\n\n');
}

/**
 * The document with these blocks in place of the old ones; the others stay. The summary repeats every target of every section.
 *
 * @param {string} before the document as it was, empty at first
 * @param {Record<string, string>} blocks by name
 * @param {{ head: string, order: readonly string[] }} frame
 */
export function replaceBlocks(before, blocks, { head, order }) {
  const bodies = order.flatMap((name) => {
    const body = blocks[name] ?? blockOf(before, name);
    return body === undefined ? [] : [[name, body]];
  });
  const rows = bodies.flatMap(([, body]) => body.match(ROW) ?? []);
  const summary = [
    '## Targets',
    `${rows.filter((row) => row.startsWith('| PASS')).length} of ${rows.length} met.`,
    table([['', 'target', 'measured'], ...rows.map(cells)], { left: 3 }),
  ].join('\n\n');
  const parts = bodies.map(([name, body]) => `${begin(name)}\n${body}\n${end(name)}`);
  return `${[head, summary, ...parts].join('\n\n')}\n`;
}

/** Writes the blocks into the file, which may not exist yet. */
export function updateDocument(path, blocks, frame) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, replaceBlocks(readOrEmpty(path), blocks, frame));
}

function blockOf(text, name) {
  const [, rest] = text.split(`${begin(name)}\n`);
  return rest?.split(`\n${end(name)}`)[0];
}

const cells = (row) =>
  row
    .slice(1, -1)
    .split(' | ')
    .map((cell) => cell.trim());

function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return '';
  }
}
