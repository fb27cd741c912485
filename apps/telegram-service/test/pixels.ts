import { Resvg } from '@resvg/resvg-js';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** `#rrggbb` */
  at(x: number, y: number): string;
  /** How many pixels have exactly this colour. */
  count(colour: string): number;
}

/** What a PNG shows. @throws when it is none */
export function pixelsOf(png: Uint8Array): Pixels {
  const [width, height] = sizeOf(png);
  const data = Buffer.from(png).toString('base64');
  const image = new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="data:image/png;base64,${data}"/></svg>`,
  ).render().pixels;
  const shown = new Uint32Array(Uint8Array.from(image).buffer);
  return {
    width,
    height,
    at: (x, y) => `#${image.toString('hex', (y * width + x) * 4, (y * width + x) * 4 + 3)}`,
    count(colour) {
      const wanted = Buffer.from(`${colour.slice(1)}ff`, 'hex').readUInt32LE();
      let count = 0;
      for (let index = 0; index < shown.length; index++) if (shown[index] === wanted) count++;
      return count;
    },
  };
}

function sizeOf(png: Uint8Array): [number, number] {
  const header = Buffer.from(png.buffer, png.byteOffset, png.length);
  if (header.toString('latin1', 1, 4) !== 'PNG') throw new Error('this is no PNG');
  return [header.readUInt32BE(16), header.readUInt32BE(20)];
}
