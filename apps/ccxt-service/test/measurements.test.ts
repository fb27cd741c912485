import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import type { ExchangeProbe } from '@neuratrade/health-contracts';
import { createCleanup, makeHome, type TcpProxy, tcpProxy } from '@neuratrade/test-kit';
import {
  type Behaviour,
  refuse,
  type ScriptedExchange,
  scriptedExchange,
  tellTime,
} from './scripted-exchange.js';
import { onlyExchange, runCcxt } from './service.js';

jest.setTimeout(30_000);

const DELAY_MS = 100;
const ROUND_TRIP_MS = 2 * DELAY_MS;
const cleanup = createCleanup();
afterAll(() => cleanup.run());

/** What the very first check, which opens the connection, measures at the end of a slow line. */
async function firstSample(exchange: ScriptedExchange, env: Record<string, string> = {}) {
  cleanup.add(() => exchange.close());
  const line: TcpProxy = await tcpProxy(exchange.port);
  cleanup.add(() => line.close());
  line.delay(DELAY_MS);
  const home = await makeHome();
  cleanup.add(home.remove);
  const ccxt = await runCcxt(home.path, {
    SIMULATOR_URL: exchange.url.replace(String(exchange.port), String(line.port)),
    EXCHANGE_PROBE_INTERVAL_MS: '60000',
    EXCHANGE_PROBE_TIMEOUT_MS: '5000',
    ...env,
  });
  cleanup.add(() => ccxt.stop());
  return onlyExchange(ccxt);
}

/** The set-up of a connection takes at least one delay. What the line does not explain may be on either way. */
function expectMeasured({ latency_ms, clock_offset_ms }: ExchangeProbe): void {
  const latency = latency_ms ?? Number.NaN;
  expect(latency).toBeGreaterThan(ROUND_TRIP_MS - 5);
  expect(latency).toBeLessThan(ROUND_TRIP_MS + DELAY_MS);
  expect(Math.abs(clock_offset_ms ?? Number.NaN)).toBeLessThan(Math.abs(latency - ROUND_TRIP_MS) / 2 + 5);
}

const UP = { status: 'up', consecutive_failures: 0, error: null };

describe('over a slow line, latency is one round trip and the same clock has no offset', () => {
  test('for a new TCP connection', async () => {
    const found = await firstSample(await scriptedExchange());
    expect(found).toMatchObject(UP);
    expectMeasured(found);
  });

  test('for a new TLS connection', async () => {
    const home = await makeHome();
    cleanup.add(home.remove);
    const [key, cert] = [join(home.path, 'key.pem'), join(home.path, 'cert.pem')];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const files = ['-keyout', key, '-out', cert, '-days', '2', '-nodes'];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', ...files, ...subject], {
      stdio: 'ignore',
    });
    const exchange = await scriptedExchange({ key: readFileSync(key), cert: readFileSync(cert) });
    const found = await firstSample(exchange, { NODE_EXTRA_CA_CERTS: cert });
    expect(found).toMatchObject(UP);
    expectMeasured(found);
  });
});

test('an exchange that closes every connection has no offset rather than a wrong one', async () => {
  const exchange = await scriptedExchange();
  exchange.set((response) => tellTime(response.setHeader('connection', 'close')));
  expect(await firstSample(exchange)).toMatchObject({ ...UP, clock_offset_ms: null });
  expect(exchange.asked().length).toBe(1);
});

describe('the second question of a first check', () => {
  const reset: Behaviour = (response) => void response.socket?.resetAndDestroy();
  const askTwice = async (second: Behaviour) => {
    const exchange = await scriptedExchange();
    let questions = 0;
    exchange.set((response) => {
      questions += 1;
      if (questions === 1) tellTime(response);
      else second(response);
    }, 2);
    const found = await firstSample(exchange);
    expect(questions).toBe(2);
    return found;
  };

  test.each([
    ['fails', reset],
    ['is one too many', refuse(429, { 'retry-after': '1' })],
  ])('leaves the exchange up, without an offset, when it %s', async (_what, second) => {
    expect(await askTwice(second)).toMatchObject({ ...UP, clock_offset_ms: null });
  });

  test('makes the exchange down when it is answered by a ban', async () => {
    expect(await askTwice(refuse(418, { 'retry-after': '86400' }))).toMatchObject({
      status: 'down',
      error: { class: 'rate_limited', reason: expect.stringContaining('rate limited until ') },
    });
  });
});
