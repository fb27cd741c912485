import { readFile, writeFile } from 'node:fs/promises';
import { FAULTS, type FaultName, PARTS, type PartName } from './expected.js';
import type { Measured } from './run-cell.js';

export interface Row extends Measured {
  readonly part: PartName;
  readonly fault: FaultName;
  /** What `/health` said of it. */
  readonly words: string;
}

const HEAD = [
  '| part | fault | `/health` says | shows after (s) | healthy again after (s) |',
  '|---|---|---|---:|---:|',
];

/** Puts rows into a markdown table, among those that other parts have put there, in the order of the matrix. */
export async function writeTable(file: string, rows: readonly Row[]): Promise<void> {
  const parts = new Set<string>(rows.map(({ part }) => part));
  const others = (await readFile(file, 'utf8').catch(() => ''))
    .split('\n')
    .filter((line) => PARTS.some((part) => line.startsWith(`| ${part} |`) && !parts.has(part)));
  const lines = [...others, ...rows.map(lineOf)].sort((a, b) => placeOf(a) - placeOf(b));
  await writeFile(file, `${[...HEAD, ...lines].join('\n')}\n`);
}

function lineOf({ part, fault, words, shownS, returnedS }: Row): string {
  return `| ${part} | ${fault} | ${words} | ${seconds(shownS)} | ${seconds(returnedS)} |`;
}

function placeOf(line: string): number {
  const [, part, fault] = line.split('|').map((cell) => cell.trim());
  return PARTS.indexOf(part as PartName) * FAULTS.length + FAULTS.indexOf(fault as FaultName);
}

function seconds(value: number | null): string {
  return value === null ? '–' : value.toFixed(2);
}
