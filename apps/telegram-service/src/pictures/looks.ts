import type { CurvePicture } from './curve-picture.js';

export interface Colours {
  readonly background: string;
  readonly text: string;
  readonly quiet: string;
  readonly grid: string;
  readonly zero: string;
  readonly line: string;
  readonly drawdown: string;
  readonly gain: string;
  readonly loss: string;
  readonly partial: string;
}

export const LOOKS: Readonly<Record<CurvePicture['look'], Colours>> = {
  light: {
    background: '#ffffff',
    text: '#101828',
    quiet: '#556070',
    grid: '#e4e8ee',
    zero: '#98a2b3',
    line: '#1763d6',
    drawdown: '#d92d20',
    gain: '#067647',
    loss: '#c4261a',
    partial: '#b54708',
  },
  dark: {
    background: '#0e1521',
    text: '#f2f5f9',
    quiet: '#a3afc2',
    grid: '#242e3f',
    zero: '#66748c',
    line: '#58a6ff',
    drawdown: '#ff6b5e',
    gain: '#47cd89',
    loss: '#ff8278',
    partial: '#fdb022',
  },
};
