import { MOST_TEXT } from '@neuratrade/api-contracts';
import type { Answer } from './answer.js';
import { shownUnits, splitHtml } from './html-pieces.js';

/** What Telegram lets a message and the caption of a picture show, in UTF-16 units. */
export const MOST_SHOWN = { text: MOST_TEXT, caption: 1_024 } as const;

const BETWEEN = '\n\n';

type Texts = Pick<Answer, 'head' | 'blocks' | 'gap' | 'foot'>;

/**
 * An answer as pages of at most `most` units shown: its head and foot on each, and as many blocks as go between them. A block that is
 * too long for a page is split; a head and foot that would take more than half of it are told as blocks.
 */
export function pagesOf(answer: Texts, most: number): string[] {
  const { head, blocks, foot } = framed(answer, most);
  const { gap = BETWEEN } = answer;
  const room = most - around(head) - around(foot);
  const bodies = joined(
    blocks.flatMap((block) => splitHtml(block, room)),
    gap,
    room,
  );
  const pages = bodies.length === 0 ? [undefined] : bodies;
  return pages
    .map((body) => [head, body, foot].filter((part) => part !== undefined).join(BETWEEN))
    .filter((page) => page !== '');
}

/** As many texts together as `most` allows, in their order. */
function joined(texts: readonly string[], gap: string, most: number): string[] {
  const pages: { text: string; units: number }[] = [];
  for (const text of texts) {
    const units = shownUnits(text);
    const last = pages.at(-1);
    if (last === undefined || last.units + gap.length + units > most) pages.push({ text, units });
    else {
      last.text += gap + text;
      last.units += gap.length + units;
    }
  }
  return pages.map(({ text }) => text);
}

function framed({ head, blocks, foot }: Texts, most: number) {
  const top = head?.trim() ? head : undefined;
  const bottom = foot?.trim() ? foot : undefined;
  return around(top) + around(bottom) <= most / 2
    ? { head: top, blocks, foot: bottom }
    : {
        head: undefined,
        blocks: [top, ...blocks, bottom].filter((text) => text !== undefined),
        foot: undefined,
      };
}

function around(text: string | undefined): number {
  return text === undefined ? 0 : shownUnits(text) + BETWEEN.length;
}
