import { FONT } from './fonts.js';

export interface Face {
  /** Pixels. */
  readonly size: number;
  readonly weight: number;
}

/** Pixels; a phone shows them about a third as large, as points. */
export const WIDTH = 1080;
export const HEIGHT = 960;
export const MARGIN = 44;

export const TITLE = { top: 40, size: 38, weight: 600 };
export const SUBTITLE = { top: 90, size: 31, weight: 400 };
export const VALUE = { top: 146, size: 68, weight: 600 };
export const CHANGE = { top: 228, size: 38, weight: 600 };
/** A line below the change, which is there only where there is something to say; the plot then begins lower. */
export const NOTE = { top: 282, size: 31, weight: 400 };
const NOTE_HEIGHT = 44;
export const AXIS: Face = { size: 31, weight: 400 };

export const BAND_CAPTION = { top: 670, size: 31, weight: 600 };
export const BAND = { top: 724, height: 150 };
/** Of the curve, above the band of the drawdown or without one. */
export const PLOT = { top: 304, height: 330 };
export const WHOLE_PLOT = { top: 304, height: 570 };

/** The same plot below a note. */
export const belowNote = ({ top, height }: typeof PLOT) => ({
  top: top + NOTE_HEIGHT,
  height: height - NOTE_HEIGHT,
});

/** A face in the words of echarts. */
export const font = ({ size, weight }: Face) => ({ fontFamily: FONT, fontSize: size, fontWeight: weight });
