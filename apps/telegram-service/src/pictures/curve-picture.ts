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
  /** Oldest first; `at` in epoch milliseconds, `equity` a decimal string in `currency`. */
  readonly points: readonly {
    readonly at: number;
    readonly equity: string;
    readonly partial: boolean;
  }[];
}
