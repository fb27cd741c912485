import {
  exchangeSavedSchema,
  exchangeTestSchema,
  registeredExchangesSchema,
} from '@neuratrade/api-contracts';
import { z } from 'zod';
import type { Backend } from '../../health/observe.js';
import { renderExchanges } from '../../render/exchanges.js';
import { labelOf, renderSaved } from '../../render/exchanges-saved.js';
import { renderExchangeTest } from '../../render/exchanges-test.js';
import { askBackend } from '../ask-backend.js';
import { type Outcome, shown } from '../outcome.js';
import type { Keys } from './read-keys.js';

const PATH = '/api/v1/exchanges';
const LOOK = 'Look with neuratrade exchanges list.';
const WITHOUT_EXCHANGES =
  "On the command line: neuratrade config set exchanges '' if config.json has it, then neuratrade gateway stop, then neuratrade gateway start without it in the environment and without --demo.";
const SIMULATOR_BESIDE_OTHERS =
  'The gateway supplies it at its start when exchanges.json names it: write {"name":"simulator"} in there, then run neuratrade gateway restart.';

export type Place = { name: string; account: string };
export type Shown = { json: boolean };

type KeyWish = Place & Shown & { keys: Keys | undefined; allowTradingKey: boolean };

export async function listExchanges(
  backend: Backend,
  { account, json }: Shown & { account: string | undefined },
): Promise<Outcome<string>> {
  const path = account === undefined ? PATH : `${PATH}?account=${encodeURIComponent(account)}`;
  const answer = await askBackend(backend, { method: 'GET', path, schema: registeredExchangesSchema });
  return shown(answer, json, ({ exchanges }) => renderExchanges(exchanges));
}

/** Adds an exchange, for public data alone where there are no keys. */
export async function addExchange(
  backend: Backend,
  { name, account, keys, allowTradingKey, json }: KeyWish,
): Promise<Outcome<string>> {
  const answer = await askBackend(backend, {
    method: 'POST',
    path: PATH,
    body: { name, account, ...keys, ...allowance(allowTradingKey) },
    schema: exchangeSavedSchema,
    unknown: `${name} was added. ${LOOK}`,
    hint: onCommandLine,
  });
  return shown(answer, json, (saved) =>
    renderSaved(saved, saved.exchange.has_auth ? 'added, with keys' : 'added for public data, without keys'),
  );
}

export async function enableExchange(
  backend: Backend,
  { name, account, enabled, json }: Place & Shown & { enabled: boolean },
): Promise<Outcome<string>> {
  const answer = await change(backend, { name, account }, { enabled });
  return shown(answer, json, (saved) => renderSaved(saved, enabled ? 'enabled' : 'disabled'));
}

/** Stores other keys, or takes them away where there are none. */
export async function changeKeys(
  backend: Backend,
  { name, account, keys, allowTradingKey, json }: KeyWish,
): Promise<Outcome<string>> {
  const body = keys === undefined ? { key: null } : { ...keys, ...allowance(allowTradingKey) };
  const answer = await change(backend, { name, account }, body);
  return shown(answer, json, (saved) =>
    renderSaved(saved, keys === undefined ? 'without keys now, for public data' : 'using the new keys'),
  );
}

const allowance = (trading: boolean) => (trading ? { allow_trading_key: true } : {});

export async function removeExchange(
  backend: Backend,
  { name, account, json }: Place & Shown,
): Promise<Outcome<string>> {
  const answer = await askBackend(backend, {
    method: 'DELETE',
    path: pathOf({ name, account }),
    schema: z.unknown().transform(() => ({ name, account, removed: true })),
    unknown: `${name} was removed. ${LOOK}`,
    hint: onCommandLine,
  });
  return shown(answer, json, () => `${labelOf(name, account)} removed.`);
}

/** Asks the exchange itself. Told with exit code 1 unless it can be reached and accepts the key, if there is one. */
export async function testExchange(
  backend: Backend,
  { name, account, json }: Place & Shown,
): Promise<{ outcome: Outcome<string>; code: 0 | 1 | 2 }> {
  const path = pathOf({ name, account }, '/test');
  const answer = await askBackend(backend, { method: 'POST', path, schema: exchangeTestSchema });
  const outcome = shown(answer, json, renderExchangeTest);
  if (!answer.ok) return { outcome, code: answer.code };
  const { reachable, key } = answer.value;
  return { outcome, code: reachable && (key === null || key.accepted) ? 0 : 1 };
}

function change(backend: Backend, place: Place, body: object) {
  return askBackend(backend, {
    method: 'PATCH',
    path: pathOf(place),
    body,
    schema: exchangeSavedSchema,
    unknown: `${place.name} was changed. ${LOOK}`,
    hint: onCommandLine,
  });
}

/** How what a message of the API tells to do is done here. */
function onCommandLine(code: string, message: string): string | undefined {
  if (message.includes('allow_trading_key')) return 'On the command line: --allow-trading-key.';
  if (message.includes('password: missing')) return 'On the command line: --with-passphrase.';
  if (message.includes('GET /api/v1/exchanges')) return 'On the command line: neuratrade exchanges list.';
  if (code === 'conflict' && message.startsWith('EXCHANGES ')) return WITHOUT_EXCHANGES;
  if (message.includes('SIMULATOR_URL')) return SIMULATOR_BESIDE_OTHERS;
  if (code === 'conflict' && message.includes('PATCH'))
    return 'On the command line: neuratrade exchanges enable, disable or keys.';
  return undefined;
}

function pathOf({ name, account }: Place, suffix = ''): string {
  return `${PATH}/${encodeURIComponent(name)}${suffix}?account=${encodeURIComponent(account)}`;
}
