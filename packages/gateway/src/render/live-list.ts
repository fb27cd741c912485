import pc from 'picocolors';

/** One line of the list; `done` stops its spinner with a mark. */
export type ListItem = { name: string; text: string; done: 'yes' | 'no' | 'failed' };

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 80;
const NARROWEST = 20;

/** A list that is redrawn in place on a terminal until it is closed. */
export function createLiveList(stream: NodeJS.WriteStream): {
  show(items: readonly ListItem[]): void;
  /** Prints a line that stays above the list. */
  print(line: string): void;
  close(): void;
} {
  let items: readonly ListItem[] = [];
  let drawn = 0;
  let frame = 0;

  function draw(above: string[] = []): void {
    const width = Math.max(stream.columns || 80, NARROWEST);
    const lines = items.map((item) => renderItem(item, FRAMES[frame % FRAMES.length] ?? '', width));
    const rewind = drawn > 0 ? `\u001b[${drawn}A\u001b[J` : '';
    stream.write(`${rewind}${[...above, ...lines].map((line) => `${line}\n`).join('')}`);
    drawn = lines.length;
  }

  const timer = setInterval(() => {
    frame++;
    draw();
  }, FRAME_MS);
  return {
    show: (next) => {
      items = next;
      draw();
    },
    print: (line) => draw([line]),
    close: () => {
      clearInterval(timer);
      draw();
    },
  };
}

/** One line, cut to the width of the terminal so that it takes exactly one row. */
export function renderItem({ name, text, done }: ListItem, spinner: string, width: number): string {
  const mark = { yes: pc.green('✔'), no: pc.cyan(spinner), failed: pc.red('✖') }[done];
  const rest = `${name.padEnd(10)} ${text}`.slice(0, width - 3);
  return `${mark} ${rest.slice(0, 10)}${pc.dim(rest.slice(10))}`;
}
