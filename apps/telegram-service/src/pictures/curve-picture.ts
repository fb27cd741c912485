/** What an equity curve's picture shows. */
export interface CurvePicture {
  readonly title: string;
  readonly subtitle: string;
  readonly currency: string;
  readonly look: 'light' | 'dark';
  /** IANA name of the zone that the time axis is told in. */
  readonly timezone: string;
  /** Epoch milliseconds of the axis' first and last moment. */
  readonly from: number;
  readonly to: number;
  /**
   * Oldest first; `at` in epoch milliseconds, amounts as decimal strings in `currency`. `low` is the least equity since the point before, `flows` what
   * came and went since the first point; null where that is not known.
   */
  readonly points: readonly {
    readonly at: number;
    readonly equity: string;
    readonly low: string;
    readonly flows: string | null;
    readonly partial: boolean;
  }[];
}
