const ESC = '\u001b[';

/** The terminal's second screen, on which a picture is replaced by the next without flicker. */
export type AlternateScreen = {
  draw(lines: readonly string[]): void;
  /** Brings back what the terminal showed before. Safe to call again. */
  close(): void;
};

/** Switches to the second screen; it is left when the process ends, whatever ends it but SIGKILL. */
export function openAlternateScreen(stream: NodeJS.WriteStream): AlternateScreen {
  let open = true;
  function close(): void {
    if (open) stream.write(`${ESC}?25h${ESC}?1049l`);
    open = false;
  }
  stream.write(`${ESC}?1049h${ESC}?25l`);
  process.once('exit', close);
  return {
    draw(lines) {
      if (!open) return;
      const text = lines.map((line) => `${line}${ESC}K`).join('\r\n');
      stream.write(`${ESC}?2026h${ESC}H${text}${ESC}J${ESC}?2026l`);
    },
    close,
  };
}
