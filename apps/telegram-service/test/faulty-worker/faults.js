import { parentPort } from 'node:worker_threads';

parentPort?.on('message', ({ picture }) => {
  if (picture.title === 'exit') process.exit(1);
  while (picture.title === 'hang');
  const kept = [];
  while (picture.title === 'hoard') kept.push(new Array(1_000_000).fill(picture));
});
