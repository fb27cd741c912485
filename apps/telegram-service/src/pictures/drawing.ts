import type { CurvePicture } from './curve-picture.js';

/** What a worker is asked to draw. */
export interface Drawing {
  readonly id: number;
  readonly picture: CurvePicture;
}

/** What it answers. */
export type Drawn = { readonly id: number } & ({ readonly png: Uint8Array } | { readonly error: string });
