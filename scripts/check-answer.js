import { text } from 'node:stream/consumers';
import * as api from '../packages/api-contracts/dist/index.js';
import * as contracts from '../packages/health-contracts/dist/index.js';

/** Reads a body from standard input: node check-answer.js SCHEMA CODE. Says what is wrong with it and exits 1. */
const [name, code] = process.argv.slice(2);
const expectHealthy = process.env.SMOKE_EXPECT === 'healthy';

const errorBody = {
  safeParse: (body) =>
    typeof body?.error?.code === 'string' && typeof body?.error?.message === 'string'
      ? { success: true }
      : { success: false, error: { issues: [{ path: ['error'], message: 'no error code and message' }] } },
};
const anything = { safeParse: () => ({ success: true }) };
const schemas = new Map(
  Object.entries({ ...contracts, ...api, errorSchema: errorBody, anySchema: anything }),
);

const judges = {
  backendHealth(body) {
    const wanted = contracts.httpStatusFor(body);
    if (Number(code) !== wanted) return `sent with ${code}, but this body goes with ${wanted}`;
    const down = Object.entries(body.services).filter(
      ([part, status]) => status.startsWith('unhealthy') && `${part}: ${status}` !== NO_TOKEN,
    );
    return expectHealthy && down.length > 0 ? down.map((pair) => pair.join(': ')).join('; ') : undefined;
  },
  ready: (body) => (body.ready === (code === '200') ? undefined : `ready is ${body.ready} with ${code}`),
};
const NO_TOKEN = 'telegram: unhealthy: TELEGRAM_BOT_TOKEN not set';

function fail(problem) {
  console.error(problem);
  process.exit(1);
}

const schema = schemas.get(`${name}Schema`) ?? fail(`no schema ${name}`);
let body;
try {
  body = JSON.parse(await text(process.stdin));
} catch {
  fail('the body is no JSON');
}
const parsed = schema.safeParse(body);
if (!parsed.success)
  fail(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
const problem = judges[name]?.(body);
if (problem !== undefined) fail(problem);
