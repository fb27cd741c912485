import { beforeEach, describe, expect, test } from '@jest/globals';
import { type ContactLog, createContactLog, type Failure } from './status.js';

const unreachable: Failure = { kind: 'unreachable', reason: 'Telegram answered 502', definite: false };
const silent: Failure = { kind: 'silent', reason: 'no answer from Telegram', definite: false };
const refused: Failure = { kind: 'refused', reason: 'Telegram refused the token', definite: true };
const active = { active: true };
const inactive = (reason: string) => ({ active: false, reason });

let now: number;
let log: ContactLog;
beforeEach(() => {
  now = 1_000;
  log = createContactLog({ now: () => now }, 15_000);
});

describe('the status of the bot', () => {
  test('is connecting until the first outcome', () => {
    expect(log.status()).toEqual(inactive('connecting to Telegram'));
    now += 20_000;
    expect(log.status()).toEqual(inactive('no answer from Telegram for 20s'));
  });

  test('a first contact that fails counts at once', () => {
    log.failed(unreachable);
    expect(log.status()).toEqual(inactive('Telegram answered 502'));
    log.succeeded();
    expect(log.status()).toEqual(active);
  });

  test('one vague failure does not make an active bot inactive, the second does', () => {
    log.succeeded();
    log.failed(unreachable);
    expect(log.status()).toEqual(active);
    log.failed(unreachable);
    expect(log.status()).toEqual(inactive('Telegram answered 502'));
  });

  test('vague failures with a success between them never add up', () => {
    for (let round = 0; round < 3; round += 1) {
      log.succeeded();
      log.failed(unreachable);
    }
    expect(log.status()).toEqual(active);
  });

  test('a definite failure counts at once and gives way to a newer one', () => {
    log.succeeded();
    log.failed(refused);
    expect(log.status()).toEqual(inactive('Telegram refused the token'));
    log.failed(unreachable);
    expect(log.status()).toEqual(inactive('Telegram answered 502'));
  });

  test('silence is told with its age, however it shows', () => {
    log.succeeded();
    now += 15_001;
    expect(log.status()).toEqual(inactive('no answer from Telegram for 15s'));
    log.failed(silent);
    log.failed(silent);
    now += 5_000;
    expect(log.status()).toEqual(inactive('no answer from Telegram for 20s'));
    log.succeeded();
    expect(log.status()).toEqual(active);
  });
});
