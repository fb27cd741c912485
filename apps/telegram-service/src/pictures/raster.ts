import { Resvg, type ResvgRenderOptions } from '@resvg/resvg-js';
import { FONT, FONT_FILES } from './fonts.js';

const OPTIONS: ResvgRenderOptions = {
  font: { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: FONT },
};

/** @throws Error when it is no SVG */
export function pngOf(svg: string): Uint8Array {
  return new Resvg(svg, OPTIONS).render().asPng();
}

/** How wide a line of text is, in pixels. */
export function textWidth(text: string, size: number, weight: number): number {
  const escaped = text.replace(/[&<>]/g, (character) => `&#${character.codePointAt(0)};`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><text font-size="${size}" font-weight="${weight}" font-family="${FONT}">${escaped}</text></svg>`;
  return new Resvg(svg, OPTIONS).getBBox()?.width ?? 0;
}
