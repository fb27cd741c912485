import { text } from 'node:stream/consumers';
import * as contracts from '../packages/health-contracts/dist/index.js';

const errorBody = {
  safeParse: (body) =>
    typeof body?.error?.code === 'string' && typeof body?.error?.message === 'string'
      ? { success: true }
      : { success: false, error: { issues: [{ path: ['error'], message: 'no error code and message' }] } },
};
const anything = { safeParse: () => ({ success: true }) };

const name = process.argv[2];
const schemas = new Map(Object.entries({ ...contracts, errorSchema: errorBody, anySchema: anything }));
const schema = schemas.get(`${name}Schema`);
if (schema === undefined) {
  console.error(`no schema ${name}`);
  process.exit(2);
}
try {
  const parsed = schema.safeParse(JSON.parse(await text(process.stdin)));
  if (!parsed.success) {
    console.error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
    process.exit(1);
  }
} catch {
  console.error('the body is no JSON');
  process.exit(1);
}
