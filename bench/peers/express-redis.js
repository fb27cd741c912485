import express from 'express';
import { Redis } from 'ioredis';

const redis = new Redis(process.env.REDIS_URL ?? '');
const key = process.env.KEY ?? '';
await redis.set(key, process.env.VALUE ?? '');

const app = express();
app.get('/ticker', async (_request, response) => {
  response.type('json').send(await redis.get(key));
});
app.get('/live', (_request, response) => {
  response.json({ status: 'alive' });
});
app.listen(Number(process.env.PORT), '127.0.0.1');
