const UNITS = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;
/** Below this a number is short enough without a unit. */
const SHORT = 10_000;
const PLACES = 18;

/** Where an axis is labelled: steps that people count in, about `most` of them at most. */
export function axisTicks(lowest: number, highest: number, most = 5): number[] {
  const rough = (highest - lowest) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((nice) => nice * power >= rough) ?? 10);
  const first = Math.ceil(lowest / step);
  const count = Math.floor(highest / step) - first + 1;
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Labels of an axis, all in the same unit and with as many digits as tell them apart: `12.3k`, `10,502`. */
export function axisLabels(ticks: readonly number[]): string[] {
  const largest = Math.max(...ticks.map(Math.abs));
  const units = largest < SHORT ? [] : UNITS.filter(([size]) => size <= largest);
  for (const [size, letter] of [...units, [1, ''] as const]) {
    const scaled = ticks.map((tick) => tick / size);
    const places = placesOf(scaled);
    if (places <= 2 || size === 1) {
      return scaled.map((tick) => `${grouped(tick.toFixed(places), places)}${tick === 0 ? '' : letter}`);
    }
  }
  return [];
}

/** The least places after the point that show every number as it is, 10 at most. */
function placesOf(numbers: readonly number[]): number {
  const [first = 0, second = 1] = numbers;
  const close = Math.abs(second - first) * 1e-3;
  for (let places = 0; places < 10; places++) {
    if (numbers.every((number) => Math.abs(number - Number(number.toFixed(places))) < close)) return places;
  }
  return 10;
}

/** An amount as people read it: `10,502.35`; what is less than a cent keeps two digits that count: `0.000012`. */
export function amount(decimal: string): string {
  const size = Math.abs(Number(decimal));
  if (size >= 1e15) return `${grouped(String(Math.trunc(Number(decimal) / 1e12)), 0)}T`;
  const places = size === 0 || size >= 0.01 ? 2 : Math.min(PLACES, Math.ceil(-Math.log10(size)) + 1);
  return grouped(decimal, places);
}

/** The same with the sign of a result: `+125.50`, `-3.00`, `0.00`. */
export function signedAmount(decimal: string): string {
  return signed(amount(decimal));
}

/** `+1.21%`, `-0.50%`, `+1,240%`, `+0.0008%`. */
export function signedPercent(percent: number): string {
  const size = Math.abs(percent);
  const places = size >= 1_000 ? 0 : size >= 100 ? 1 : size >= 0.01 || size < 1e-4 ? 2 : 4;
  return `${signed(grouped(percent.toFixed(places), places))}%`;
}

/** `a − b`, exactly. */
export function difference(a: string, b: string): string {
  const units = inUnits(a) - inUnits(b);
  const digits = String(units < 0n ? -units : units).padStart(PLACES + 1, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
}

function inUnits(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(`${whole}${fraction.slice(0, PLACES).padEnd(PLACES, '0')}`);
}

function signed(text: string): string {
  return text.startsWith('-') || !/[1-9]/.test(text) ? text : `+${text}`;
}

function grouped(decimal: string, places: number): string {
  return new Intl.NumberFormat('en-US', {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
    signDisplay: 'negative',
  }).format(decimal as `${number}`);
}
