import { mkdirSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { dirname } from 'node:path';

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.start');

process.on('exit', () => {
  session.post('Profiler.stop', (error, result) => {
    if (error) throw error;
    mkdirSync(dirname(process.env.PROFILE), { recursive: true });
    writeFileSync(process.env.PROFILE, JSON.stringify(result.profile));
  });
});
