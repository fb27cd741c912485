import type { TcpProxy } from '@neuratrade/test-kit';
import { fixture } from '../stack.js';
import type { PartName } from './expected.js';
import type { Rig } from './rig.js';
import { SCALE } from './scale.js';

type WrongBody = 'html' | 'empty' | 'truncated' | 'another';

/** One part of the rig: the line to it, the process behind it, and the answers that it must not give. */
export interface Part {
  readonly name: PartName;
  readonly line: TcpProxy;
  readonly server: {
    freeze(): Promise<void>;
    thaw(): Promise<void>;
    kill(): Promise<void>;
    up(): Promise<void>;
  };
  /** `host:port` as its user knows it. */
  readonly host: string;
  readonly flapMs: number;
  readonly wrong: Readonly<Record<WrongBody, () => void>>;
}

const HTML = '<!doctype html><html><head><title>Welcome</title></head><body>It works!</body></html>';
const HTML_ANSWER = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${HTML.length}\r\n\r\n${HTML}`;
/** An authentication request of PostgreSQL that ends within its length, and a Redis PONG that ends within its word. */
const HALF_MESSAGE = { database: Buffer.from([0x52, 0, 0, 0]), redis: '+PO' };

export function partOf(rig: Rig, name: PartName): Part {
  const line = rig.lines[name];
  const server = {
    database: rig.postgres,
    redis: rig.redis,
    ccxt: rig.ccxt,
    telegram: rig.telegram,
    exchange: rig.simulator,
  }[name];
  const flapMs = name === 'exchange' ? SCALE.exchangeFlapMs : SCALE.flapMs;
  const wrong =
    name === 'database' || name === 'redis' ? wrongBytes(rig, name) : wrongAnswers(rig, name, line);
  return { name, line, server, host: `127.0.0.1:${line.port}`, flapMs, wrong };
}

function wrongBytes(rig: Rig, name: 'database' | 'redis'): Part['wrong'] {
  const line = rig.lines[name];
  const another = name === 'database' ? rig.redis : rig.postgres;
  return {
    html: () => line.answer(HTML_ANSWER),
    empty: () => line.answer(''),
    truncated: () => line.answer(HALF_MESSAGE[name]),
    another: () => line.redirect(another.port),
  };
}

function wrongAnswers(
  rig: Rig,
  name: Exclude<PartName, 'database' | 'redis'>,
  line: TcpProxy,
): Part['wrong'] {
  const say = (body: string, type = 'application/json') => {
    rig.liar.set({ body, headers: { 'content-type': type } });
    line.redirect(rig.liar.port);
  };
  const right = {
    ccxt: fixture('ccxt-health'),
    telegram: fixture('telegram-health.healthy'),
    exchange: '{"serverTime":1700000000000}',
  }[name];
  const another = {
    ccxt: () => line.redirect(rig.telegram.service.port),
    telegram: () => line.redirect(rig.ccxt.service.port),
    exchange: () => say(fixture('telegram-health.healthy')),
  }[name];
  return {
    html: () => say(HTML, 'text/html'),
    empty: () => say(''),
    truncated: () => say(right.slice(0, right.length / 2)),
    another,
  };
}
