/**
 * Breaks a text at its blanks into lines of at most `width` characters, all but the first behind two blanks; a longer
 * word gets a line of its own. Without a width it stays one line.
 */
export function wrap(text: string, width: number | undefined): string[] {
  if (width === undefined) return [text];
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const longer = `${last} ${word}`;
    if (last === undefined) lines.push(word);
    else if (longer.length > width) lines.push(`  ${word}`);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
