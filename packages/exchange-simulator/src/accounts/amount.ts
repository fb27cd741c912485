/** Amounts count in units of 10^-8 of a currency, as the exchange keeps its books: bigints, so that sums are exact. */
export const AMOUNT_DECIMALS = 8;

const AMOUNT = /^(\d{1,20})(?:\.(\d{1,20}))?$/;

/** Reads a plain decimal text as an amount; undefined when it is none or has more than eight places. */
export function parseAmount(text: string): bigint | undefined {
  const match = AMOUNT.exec(text);
  const fraction = (match?.[2] ?? '').replace(/0+$/, '');
  if (!match || fraction.length > AMOUNT_DECIMALS) return undefined;
  return BigInt(`${match[1]}${fraction.padEnd(AMOUNT_DECIMALS, '0')}`);
}
