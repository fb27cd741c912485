import { connect } from 'node:net';

/** What a Redis tells of itself; undefined when it does not answer, or is still loading its data. */
export async function redisInfo(port: number): Promise<{ pid: number; version: string } | undefined> {
  const answer = await ask(port, 'INFO server\r\n', 1000);
  const field = (name: string) => new RegExp(`^${name}:(.*)\r$`, 'm').exec(answer)?.[1];
  const pid = field('process_id');
  const version = field('valkey_version') ?? field('redis_version');
  if (pid === undefined || version === undefined) return undefined;
  const ready = (await ask(port, 'PING\r\n', 1000)) === '+PONG\r\n';
  return ready ? { pid: Number(pid), version } : undefined;
}

function ask(port: number, command: string, timeoutMs: number): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect({ port, host: '127.0.0.1' });
    const timer = setTimeout(() => socket.destroy(), timeoutMs);
    socket.setEncoding('utf8');
    socket.on('connect', () => socket.write(`${command}QUIT\r\n`));
    socket.on('data', (text: string) => {
      answer += text;
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(answer.replace(/\+OK\r\n$/, ''));
    });
  });
}
