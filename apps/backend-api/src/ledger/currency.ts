/** The currency of an account, in which all its figures are. */
export const CURRENCY = 'USDT';

/** Base and quote of a symbol in ccxt's form: of `BTC/USDT:USDT` as of `BTC/USDT`, BTC and USDT. */
export function currenciesOf(symbol: string): { readonly base: string; readonly quote: string } {
  const [base = '', quote = ''] = (symbol.split(':')[0] ?? '').split('/');
  return { base, quote };
}
