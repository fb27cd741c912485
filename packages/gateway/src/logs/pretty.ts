import pc from 'picocolors';
import { levelOf, withoutTime } from './level.js';
import { type SourcedLine, timeOf } from './merge.js';
import { printable } from './printable.js';

type Colours = ReturnType<typeof pc.createColors>;

const BARE = /^[^\s"'\\=\p{C}]+$/u;
const KNOWN = ['time', 'level', 'msg'];

/**
 * Renders lines for a person at a terminal: local time, level, message, then the fields as `key=value`. With a
 * `nameWidth` each begins with the name of its log. Nothing is cut, and nothing in a line reaches the terminal as a command.
 */
export function createPretty({ colour, nameWidth }: { colour: boolean; nameWidth: number | undefined }) {
  const colours = pc.createColors(colour);
  return ({ source, line }: SourcedLine): string => {
    const name = nameWidth === undefined ? '' : `${colours.cyan(source.padEnd(nameWidth))} `;
    return `${name}${renderLine(line.toString(), colours)}`;
  };
}

function renderLine(line: string, colours: Colours): string {
  const entry = parseEntry(line);
  if (entry === undefined) return printable(line);
  const time = timeOf(line);
  const level = levelOf(line);
  const fields = entry.fields.map(([key, value]) => colours.dim(`${printable(key)}=${renderValue(value)}`));
  return [
    ...(time === undefined ? [] : [colours.dim(localTime(time))]),
    paint(colours, level)((level ?? '-').toUpperCase().padEnd(5)),
    printable(entry.message),
    ...fields,
  ].join(' ');
}

type Entry = { message: string; fields: [string, unknown][] };

function parseEntry(line: string): Entry | undefined {
  const text = withoutTime(line);
  if (text !== undefined) return { message: text, fields: [] };
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null || !('msg' in entry)) return undefined;
    const fields = Object.entries(entry).filter(([key]) => !KNOWN.includes(key));
    return { message: String(entry.msg), fields };
  } catch {
    return undefined;
  }
}

function renderValue(value: unknown): string {
  return printable(typeof value === 'string' && BARE.test(value) ? value : JSON.stringify(value));
}

function paint(colours: Colours, level: ReturnType<typeof levelOf>): (text: string) => string {
  if (level === undefined) return colours.dim;
  return { error: colours.red, warn: colours.yellow, info: colours.green, debug: colours.blue }[level];
}

/** `2026-03-03 10:30:00` where this machine is. */
function localTime(milliseconds: number): string {
  const moment = new Date(milliseconds);
  const digits = (count: number, width = 2) => String(count).padStart(width, '0');
  const day = [digits(moment.getFullYear(), 4), digits(moment.getMonth() + 1), digits(moment.getDate())];
  const clock = [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map((part) => digits(part));
  return `${day.join('-')} ${clock.join(':')}`;
}
