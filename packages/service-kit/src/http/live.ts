import { formatTimestamp } from '@neuratrade/health-contracts';
import { cachedAnswer, jsonAnswer, type ProbeAnswer } from './answer.js';

/** `/live`: looks at nothing but the process that answers. */
export function liveAnswer(): () => ProbeAnswer {
  return cachedAnswer(
    () => Math.floor(Date.now() / 1000),
    () => jsonAnswer(200, { status: 'alive', timestamp: formatTimestamp(new Date()) }),
  );
}
