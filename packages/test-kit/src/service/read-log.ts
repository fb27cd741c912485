import { readFile } from 'node:fs/promises';

/** The lines of a JSON log file. Throws on a line that is no JSON object, naming file and line number. */
export async function readLog(file: string): Promise<Record<string, unknown>[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, index) => {
    const value = parse(line);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new Error(`${file}:${index + 1} is no JSON object: ${line}`);
    }
    return value as Record<string, unknown>;
  });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
