import { connect } from 'node:net';
import { createAsker } from './asking.js';

const WITHIN_MS = 1_000;
const PROTOCOL_3 = 196_608;
/** What PostgreSQL answers while it starts: SQLSTATE cannot_connect_now. */
const NOT_YET = '57P03';

/** A start-up packet of PostgreSQL's protocol, to which a server that takes connections answers with anything but `NOT_YET`. */
function startupPacket() {
  const parameters = Buffer.from('user\0bench\0database\0bench\0\0');
  const packet = Buffer.alloc(8);
  packet.writeInt32BE(packet.length + parameters.length, 0);
  packet.writeInt32BE(PROTOCOL_3, 4);
  return Buffer.concat([packet, parameters]);
}

/** The first bytes that a server answers to a message on a new connection; empty when it does not. */
function firstAnswer(port, message) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(message));
    socket.setTimeout(WITHIN_MS, () => socket.destroy());
    socket.once('data', (data) => {
      resolve(data.toString('latin1'));
      socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(''));
  });
}

/**
 * How to see from outside, by its own protocol, that each part of a stack takes requests (again):
 * a function per part that says whether it does.
 */
export function createReturnChecks(stack, cleanup) {
  const answersLive = (variable) => {
    const asker = cleanup.use(createAsker(stack.url(variable, '/live')));
    return async () => (await asker.ask())?.status === 200;
  };
  return {
    database: async () => {
      const answer = await firstAnswer(stack.port('EMBEDDED_DB_PORT'), startupPacket());
      return answer !== '' && !answer.includes(NOT_YET);
    },
    redis: async () =>
      /^(\+PONG|-NOAUTH)/.test(await firstAnswer(stack.port('EMBEDDED_REDIS_PORT'), 'PING\r\n')),
    ccxt: answersLive('CCXT_PORT'),
    telegram: answersLive('TELEGRAM_PORT'),
  };
}
