import { remedyFor } from '../../status/remedy.js';
import type { Check } from '../check.js';
import type { DoctorContext } from '../context.js';
import { judgeConnections, judgeServer, judgeSize, judgeSlow } from '../database/judge.js';
import { seenByBackend } from '../facts/seen-by-backend.js';
import { loggedSlow } from '../facts/slow-log.js';
import { type Finding, failed, skipped } from '../finding.js';
import { correctUrl, NEEDS_GATEWAY, notInForce, processRemedy } from '../remedy.js';

const ID = 'database';

export const database: Check = {
  id: ID,
  async run(context) {
    const { target, measure } = context.database;
    if (context.state === undefined && target.supplied) return [skipped(ID, NEEDS_GATEWAY)];
    if (target.url === undefined && !target.supplied) return [await seenByBackend(context, ID, target.place)];
    if (target.url === undefined) return [await unreachable(context, 'not started yet')];
    const facts = await measure();
    const other = target.supplied ? [] : notInForce(ID, target.place, context);
    if (!facts.answered) return [await unreachable(context, facts.reason), ...other];
    const slow = loggedSlow(context.paths.logFile('backend'), Date.now());
    return [
      judgeServer(facts, target),
      ...other,
      judgeConnections(facts),
      judgeSlow(facts, slow),
      judgeSize(facts),
    ];
  },
};

async function unreachable(context: DoctorContext, reason: string): Promise<Finding> {
  const { supplied, place } = context.database.target;
  const row = supplied ? await context.row(ID) : undefined;
  const remedy = supplied ? processRemedy(row, 'gateway') : remedyForExternal(reason, context);
  return failed(ID, `${reason} (${place})`, remedy, { reason, supplied });
}

function remedyForExternal(reason: string, { given }: DoctorContext): string {
  const correct = correctUrl('DATABASE_URL', given);
  if (reason === 'authentication failed') return `Correct user and password: ${correct}`;
  if (reason === 'server without TLS') return `Take sslmode out of the URL, if you trust the way: ${correct}`;
  return remedyFor(ID, `connection: ${reason}`, false);
}
