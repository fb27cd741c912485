import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type RunningSimulator, startSimulator } from '@neuratrade/exchange-simulator';
import { ccxtHealthSchema, exchangeConnectivitySchema, liveSchema } from '@neuratrade/health-contracts';
import { createCleanup, eventually, findSecrets, readLog } from '@neuratrade/test-kit';
import { KEY, newHome, onlyExchange, runCcxt, setFault } from './service.js';

jest.setTimeout(30_000);

const cleanup = createCleanup();
let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await startSimulator();
  cleanup.add(() => simulator.close());
});
afterAll(() => cleanup.run());

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

describe('ccxt-service', () => {
  test('uses the simulator when no exchange is configured, and says so everywhere', async () => {
    const home = await newHome(cleanup);
    const ccxt = await runCcxt(home, { SIMULATOR_URL: simulator.url });
    cleanup.add(() => ccxt.stop());
    const health = await ccxt.get('/health');
    expect(health.status).toBe(200);
    expect(ccxtHealthSchema.parse(health.json)).toEqual({
      status: 'healthy',
      timestamp: TIME,
      service: 'ccxt-service',
      version: '1.0.0',
      exchanges_count: 1,
      exchange_connectivity: 'operational',
    });
    expect(Object.keys(health.json as object)).toEqual([
      'status',
      'timestamp',
      'service',
      'version',
      'exchanges_count',
      'exchange_connectivity',
    ]);
    expect((await ccxt.get('/ready')).json).toEqual({ ready: true });
    expect(liveSchema.parse((await ccxt.get('/live')).json)).toEqual({ status: 'alive', timestamp: TIME });
    const report = await ccxt.get('/api/v1/exchanges/connectivity', { authorization: `Bearer ${KEY}` });
    expect(exchangeConnectivitySchema.parse(report.json)).toEqual({
      exchange_connectivity: 'operational',
      exchanges: [
        {
          name: 'simulator',
          status: 'up',
          simulator: true,
          latency_ms: expect.any(Number),
          clock_offset_ms: expect.any(Number),
          consecutive_failures: 0,
          void_checks: 0,
          last_success_at: TIME,
          checked_at: TIME,
          error: null,
        },
      ],
      configuration_problem: null,
      timestamp: TIME,
    });
  });

  test('shows its exchanges to nobody without the service key', async () => {
    const ccxt = await runCcxt(await newHome(cleanup), { SIMULATOR_URL: simulator.url });
    cleanup.add(() => ccxt.stop());
    const path = '/api/v1/exchanges/connectivity';
    const wrong = await ccxt.get(path, { 'x-api-key': `${KEY}x` });
    const none = await ccxt.get(path);
    expect([wrong, none].map(({ status, json }) => [status, json])).toEqual([
      [401, { error: { code: 'unauthorized', message: expect.stringContaining('The key is not valid') } }],
      [401, { error: { code: 'unauthorized', message: expect.stringContaining('A key is missing') } }],
    ]);
  });

  test('without any exchange is running, ready and unhealthy', async () => {
    const home = await newHome(cleanup);
    const ccxt = await runCcxt(home, {});
    cleanup.add(() => ccxt.stop());
    const { status, json } = await ccxt.get('/health');
    expect([status, json]).toEqual([
      503,
      expect.objectContaining({ status: 'unhealthy', exchanges_count: 0, exchange_connectivity: 'down' }),
    ]);
    const log = await readLog(join(home, 'logs', 'ccxt.log'));
    expect(log.map(({ msg }) => msg)).toContain('No active exchange');
  });

  test('says when it has a key for an exchange that it does not use', async () => {
    const home = await newHome(cleanup);
    const ccxt = await runCcxt(home, {
      SIMULATOR_URL: simulator.url,
      BINANCE_API_KEY: 'canary-key',
      BINANCE_API_SECRET: 'canary-secret',
    });
    cleanup.add(() => ccxt.stop());
    const log = await readLog(join(home, 'logs', 'ccxt.log'));
    expect(log.filter(({ level }) => level === 'WARN')).toEqual([
      {
        time: TIME,
        level: 'WARN',
        msg: 'Exchange key not used',
        variable: 'BINANCE_API_KEY',
        remedy: 'add binance to EXCHANGES',
      },
    ]);
  });

  test('logs its start, transitions and end in the form of the page', async () => {
    const home = await newHome(cleanup);
    const ccxt = await runCcxt(home, { SIMULATOR_URL: simulator.url, LOG_STDOUT: 'false' });
    await setFault(simulator.url, { kind: 'reset' });
    await eventually(async () => expect((await onlyExchange(ccxt)).status).toBe('down'));
    await setFault(simulator.url, 'none');
    await eventually(async () => expect((await onlyExchange(ccxt)).status).toBe('up'));
    expect(await ccxt.stop()).toEqual({ code: 0, signal: null });
    const log = await readLog(join(home, 'logs', 'ccxt.log'));
    const told = log.filter(({ msg }) => msg !== 'Request completed');
    const line = (level: string, msg: string, fields = {}) => ({ time: TIME, level, msg, ...fields });
    expect(told).toEqual([
      line('INFO', 'Starting CCXT service', { port: ccxt.port, exchanges: ['simulator'] }),
      line('INFO', 'Server started', { port: ccxt.port, addr: `127.0.0.1:${ccxt.port}` }),
      line('INFO', 'Exchange connected', { exchange: 'simulator' }),
      line('WARN', 'Exchange down', { exchange: 'simulator', reason: 'connection reset' }),
      line('INFO', 'Exchange recovered', { exchange: 'simulator', down_seconds: expect.any(Number) }),
      line('INFO', 'Stopping', { signal: 'SIGTERM' }),
      line('INFO', 'Stopped'),
    ]);
    expect(ccxt.stdout()).toBe('');
  });

  test('ends at once on SIGTERM, even while an exchange keeps it waiting', async () => {
    const own = await startSimulator();
    cleanup.add(() => own.close());
    const ccxt = await runCcxt(await newHome(cleanup), {
      SIMULATOR_URL: own.url,
      EXCHANGE_PROBE_TIMEOUT_MS: '60000',
    });
    await setFault(own.url, { kind: 'hang' });
    await eventually(async () => {
      const counts = (await (await fetch(`${own.url}/_sim/requests`)).json()) as Record<string, number>;
      expect(counts['/api/v3/time']).toBeGreaterThan(1);
    });
    const began = performance.now();
    expect(await ccxt.stop()).toEqual({ code: 0, signal: null });
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  test('keeps keys out of logs, bodies and errors, whatever goes wrong', async () => {
    const canaries = ['canary-api-key-0001', 'canary+secret/0002==', 'canary password 0003', KEY];
    const [apiKey = '', secret = '', password = ''] = canaries;
    const home = await newHome(cleanup);
    const own = await startSimulator();
    const ccxt = await runCcxt(home, {
      SIMULATOR_URL: own.url,
      LOG_LEVEL: 'debug',
      SIMULATOR_API_KEY: apiKey,
      SIMULATOR_API_SECRET: secret,
      SIMULATOR_API_PASSWORD: password,
    });
    const bodies: string[] = [];
    const collect = async () => {
      bodies.push((await ccxt.get('/health')).text, JSON.stringify(await onlyExchange(ccxt)));
    };
    for (const fault of [{ kind: 'html' }, { kind: 'status', value: 401 }, { kind: 'hang' }]) {
      await setFault(own.url, fault);
      await eventually(async () => expect((await onlyExchange(ccxt)).status).toBe('down'));
      await collect();
      await setFault(own.url, 'none');
      await eventually(async () => expect((await onlyExchange(ccxt)).status).toBe('up'));
    }
    await own.close();
    await eventually(async () => expect((await onlyExchange(ccxt)).status).toBe('down'));
    await collect();
    await ccxt.stop();
    const log = await readFile(join(home, 'logs', 'ccxt.log'), 'utf8');
    expect(log).toContain('Exchange check failed');
    const texts = { log, stdout: ccxt.stdout(), stderr: ccxt.stderr(), bodies: bodies.join('\n') };
    expect(findSecrets(texts, canaries)).toEqual([]);
  });
});
