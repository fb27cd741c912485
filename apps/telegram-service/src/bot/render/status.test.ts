import { describe, expect, test } from '@jest/globals';
import { renderStatus } from './status.js';

describe('renderStatus', () => {
  test('shows every service, uptime and age', () => {
    const text = renderStatus({
      ok: true,
      value: {
        status: 'healthy',
        services: { database: 'healthy', redis: 'healthy', ccxt: 'healthy', telegram: 'disabled' },
        timestamp: '2026-03-03T10:30:00Z',
        uptime: '2h15m30s',
      },
    });
    expect(text).toBe(
      [
        '<b>NeuraTrade is healthy</b>',
        '',
        '✅ database: healthy',
        '✅ redis: healthy',
        '✅ ccxt: healthy',
        '⚪ telegram: disabled',
        '',
        'Up 2h15m30s, as of 2026-03-03 10:30 UTC',
      ].join('\n'),
    );
  });

  test('shows status words only and where the reasons are', () => {
    const text = renderStatus({
      ok: true,
      value: {
        status: 'degraded',
        services: {
          database: 'unhealthy: connection failed: 10.0.0.5:5432: connection refused',
          redis: 'healthy',
          ccxt: 'healthy',
          telegram: 'healthy',
        },
      },
    });
    expect(text).toBe(
      [
        '<b>NeuraTrade is degraded</b>',
        '',
        '❌ database: unhealthy',
        '✅ redis: healthy',
        '✅ ccxt: healthy',
        '✅ telegram: healthy',
        '',
        'Reasons: <code>neuratrade gateway status</code>',
      ].join('\n'),
    );
  });

  test('says clearly that the backend does not answer', () => {
    expect(renderStatus({ ok: false, reason: 'HTTP <500>' })).toBe(
      '❌ The backend does not answer: HTTP &lt;500&gt;.\n\nSee what runs with <code>neuratrade gateway status</code>.',
    );
  });

  test('escapes what the backend sends', () => {
    const services = { database: 'healthy', redis: 'healthy', ccxt: 'healthy', telegram: 'healthy' } as const;
    const text = renderStatus({
      ok: true,
      value: { status: 'healthy', services, timestamp: '<b>', uptime: '"&"' },
    });
    expect(text.split('\n').at(-1)).toBe('Up &quot;&amp;&quot;, as of &lt;b&gt;');
  });
});
