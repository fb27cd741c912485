/** What an exchange is signed in to with. Public data needs none of it. */
export interface Credentials {
  readonly apiKey: string;
  readonly secret: string;
  readonly password?: string;
}

/** One exchange as its operator configured it. */
export interface ConfiguredExchange {
  readonly name: string;
  readonly enabled: boolean;
  readonly credentials?: Credentials;
}

/** The exchange that runs on this machine and speaks the protocol of binance. */
export const SIMULATOR = 'simulator';
