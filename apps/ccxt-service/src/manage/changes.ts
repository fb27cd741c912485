import type { AddExchange, ChangeExchange, ExchangeChanged } from '@neuratrade/api-contracts';
import { AppError } from '@neuratrade/service-kit';
import { hasEntry, withChange, withEntry, withoutEntry } from '../configured/edit.js';
import { type ConfiguredExchange, type Credentials, labelOf } from '../configured/exchange.js';
import type { Configuration, ConfigurationSource } from '../configured/source.js';
import type { CheckKey } from './check-key.js';
import type { Before, Committer } from './commit.js';
import { described } from './described.js';
import type { ExchangeEngine } from './engine.js';
import { conflict, notConfigured, refuseUnknownName } from './errors.js';
import { completeKey } from './key-policy.js';

type Identity = Pick<ConfiguredExchange, 'name' | 'account'>;

export interface Changes {
  add(wish: AddExchange): Promise<ExchangeChanged>;
  change(identity: Identity, wish: ChangeExchange): Promise<ExchangeChanged>;
  remove(identity: Identity): Promise<ExchangeChanged>;
}

export interface ChangesOptions {
  readonly source: Pick<ConfigurationSource, 'keyVariable'>;
  readonly engine: Pick<ExchangeEngine, 'known' | 'keyParts'>;
  readonly committer: Committer;
  readonly checkKey: CheckKey;
}

/** Changes which exchanges are configured. Keys are checked at the exchange before anything is written. */
export function createChanges({ source, engine, committer, checkKey }: ChangesOptions): Changes {
  const refuseKeyOfEnvironment = (identity: Identity): void => {
    const variable = source.keyVariable(identity);
    if (variable === undefined) return;
    throw conflict(
      `The key of ${identity.name} comes from the variable ${variable}, which counts before exchanges.json: change it there, or unset it and restart.`,
    );
  };

  const refuseDuplicate = ({ json }: Before, identity: Identity): void => {
    if (!hasEntry(json, identity)) return;
    throw conflict(`${labelOf(identity)} is configured already: change it with PATCH.`);
  };

  const refuseMissing = ({ configuration }: Before, identity: Identity): void => {
    pick(configuration, identity);
    if (configuration.managedBy === 'simulator') {
      throw conflict(
        'The simulator stands in because no exchange is configured, and goes by itself when one is added.',
      );
    }
  };

  const checked = async (name: string, credentials: Credentials | undefined, allowed: boolean | undefined) =>
    credentials === undefined
      ? { permissions: null, warnings: [] }
      : checkKey(name, credentials, allowed ?? false);

  return {
    async add({ name, account, key, secret, password, allow_trading_key }) {
      const identity = { name, account };
      refuseUnknownName(name, engine.known);
      const credentials = completeKey(name, { apiKey: key, secret, password }, engine.keyParts);
      refuseDuplicate(committer.before(), identity);
      if (credentials !== undefined) refuseKeyOfEnvironment(identity);
      const verdict = await checked(name, credentials, allow_trading_key);
      const { after } = await committer.commit((before) => {
        refuseDuplicate(before, identity);
        return withEntry(before.json, identity, credentials);
      });
      return { exchange: described(pick(after, identity)), ...verdict };
    },

    async change(identity, { enabled, key, secret, password, allow_trading_key }) {
      refuseMissing(committer.before(), identity);
      const { name } = identity;
      if (key === null && (secret !== undefined || password !== undefined)) {
        throw new AppError(
          'bad_request',
          'key: null takes the whole key away; leave secret and password out.',
        );
      }
      const pieces = { apiKey: key ?? undefined, secret, password };
      const credentials = completeKey(name, pieces, engine.keyParts);
      if (credentials === undefined && key !== null && enabled === undefined) {
        throw new AppError(
          'bad_request',
          'Nothing to change: give enabled, or key and secret, or "key": null.',
        );
      }
      if (credentials !== undefined || key === null) refuseKeyOfEnvironment(identity);
      const verdict = await checked(name, credentials, allow_trading_key);
      const { after } = await committer.commit((before) => {
        refuseMissing(before, identity);
        return withChange(before.json, identity, { enabled, credentials: key === null ? null : credentials });
      });
      return { exchange: described(pick(after, identity)), ...verdict };
    },

    async remove(identity) {
      const { before } = await committer.commit((before) => {
        refuseMissing(before, identity);
        return withoutEntry(before.json, identity);
      });
      return { exchange: described(pick(before, identity)), permissions: null, warnings: [] };
    },
  };
}

/** @throws {AppError} `not_found` with what is configured */
function pick({ exchanges }: Configuration, identity: Identity): ConfiguredExchange {
  const found = exchanges.find(({ name, account }) => name === identity.name && account === identity.account);
  if (found === undefined) throw notConfigured(identity, exchanges);
  return found;
}
