import type { CurvePicture } from './curve-picture.js';
import { optionOf } from './option.js';
import { pngOf } from './raster.js';
import { svgOf } from './svg.js';

/** The picture as PNG. @throws Error when it cannot be drawn */
export function drawn(picture: CurvePicture): Uint8Array {
  return pngOf(svgOf(optionOf(picture)));
}
