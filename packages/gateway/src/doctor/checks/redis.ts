import { remedyFor } from '../../status/remedy.js';
import type { Check } from '../check.js';
import type { DoctorContext } from '../context.js';
import { seenByBackend } from '../facts/seen-by-backend.js';
import { type Finding, failed, skipped } from '../finding.js';
import { measureRedis } from '../redis/client.js';
import { judgeHitRate, judgeMemory, judgePersistence, judgeServer } from '../redis/judge.js';
import { correctUrl, NEEDS_GATEWAY, notInForce, processRemedy } from '../remedy.js';

const ID = 'redis';

export const redis: Check = {
  id: ID,
  async run(context) {
    const { settings, state } = context;
    const supplied = settings.REDIS_URL === undefined;
    if (supplied && state === undefined) return [skipped(ID, NEEDS_GATEWAY)];
    const elsewhere = state?.external.redis;
    if (supplied && elsewhere !== undefined) return [await seenByBackend(context, ID, elsewhere)];
    const port = state?.services.redis?.port;
    const url = settings.REDIS_URL ?? (port == null ? undefined : `redis://127.0.0.1:${port}`);
    if (url === undefined) return [await unreachable(context, 'not started yet', 'private')];
    const place = supplied ? `private, ${new URL(url).host}` : new URL(url).host;
    const facts = await measureRedis(url);
    const other = supplied ? [] : notInForce(ID, place, context);
    if (!facts.answered) return [await unreachable(context, facts.reason, place), ...other];
    const cli = commandFor(url);
    return [
      judgeServer(facts, place, cli),
      ...other,
      judgeMemory(facts, cli),
      judgeHitRate(facts),
      judgePersistence(facts, cli),
    ];
  },
};

async function unreachable(context: DoctorContext, reason: string, place: string): Promise<Finding> {
  const supplied = context.settings.REDIS_URL === undefined;
  const remedy = supplied
    ? processRemedy(await context.row(ID), 'gateway')
    : reason === 'authentication failed'
      ? `Correct the password: ${correctUrl('REDIS_URL', context.given)}`
      : remedyFor(ID, `connection: ${reason}`, false);
  return failed(ID, `${reason} (${place})`, remedy, { reason, supplied });
}

/** The redis-cli that reaches this server; it asks for the password itself. */
function commandFor(url: string): string {
  const { hostname, port, protocol, username, password } = new URL(url);
  const flags = [
    ...(hostname === '127.0.0.1' || hostname === 'localhost'
      ? []
      : ['-h', hostname.replace(/^\[(.*)\]$/, '$1')]),
    ...['-p', port || '6379'],
    ...(protocol === 'rediss:' ? ['--tls'] : []),
    ...(username === '' || password === '' ? [] : ['--user', decodeURIComponent(username)]),
    ...(password === '' ? [] : ['--askpass']),
  ];
  return `redis-cli ${flags.join(' ')}`;
}
