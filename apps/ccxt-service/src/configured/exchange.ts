/** What an exchange is signed in to with. Public data needs none of it. */
export interface Credentials {
  readonly apiKey: string;
  readonly secret: string;
  readonly password?: string;
}

/** One exchange of one account as its operator configured it. */
export interface ConfiguredExchange {
  readonly name: string;
  /** The account of NeuraTrade that its keys belong to. */
  readonly account: string;
  readonly enabled: boolean;
  readonly credentials?: Credentials;
}

/** The exchange that runs on this machine and speaks the protocol of binance. */
export const SIMULATOR = 'simulator';

/** `okx`, or `okx (account second)` where it is not the default account. */
export function labelOf({ name, account }: Pick<ConfiguredExchange, 'name' | 'account'>): string {
  return account === 'main' ? name : `${name} (account ${account})`;
}

/** The command that changes an exchange of an account: `neuratrade exchanges keys okx --account second`. */
export function commandFor(
  verb: 'add' | 'keys' | 'enable',
  { name, account }: Pick<ConfiguredExchange, 'name' | 'account'>,
): string {
  return `neuratrade exchanges ${verb} ${name}${account === 'main' ? '' : ` --account ${account}`}`;
}
