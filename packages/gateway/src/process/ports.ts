import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The process that listens on a TCP port. */
export type PortOwner = { pid: number; command: string };

/** Who listens on `port`; undefined when that cannot be found out (another user's process, no lsof). */
export function portOwner(port: number): PortOwner | undefined {
  return process.platform === 'linux' ? linuxPortOwner(port) : lsofPortOwner(port);
}

/** Who listens on `port`, to stand behind "is in use": ` (by PID 123 node)`; empty when that cannot be found out. */
export function describeHolder(port: number): string {
  const owner = portOwner(port);
  return owner === undefined ? '' : ` (by PID ${owner.pid} ${owner.command})`;
}

const LISTENING = '0A';

/** Inodes of the sockets that listen on `port`, out of the text of /proc/net/tcp or tcp6. */
export function listeningInodes(table: string, port: number): string[] {
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(
      (fields) => fields[3] === LISTENING && Number.parseInt(fields[1]?.split(':')[1] ?? '', 16) === port,
    )
    .map((fields) => fields[9] ?? '');
}

function linuxPortOwner(port: number): PortOwner | undefined {
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => listeningInodes(readText(file), port));
  const links = new Set(inodes.map((inode) => `socket:[${inode}]`));
  if (links.size === 0) return undefined;
  const pid = listDirectory('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((name) =>
      listDirectory(`/proc/${name}/fd`).some((fd) => links.has(linkTarget(`/proc/${name}/fd/${fd}`))),
    );
  return pid === undefined ? undefined : { pid: Number(pid), command: readText(`/proc/${pid}/comm`).trim() };
}

function lsofPortOwner(port: number): PortOwner | undefined {
  try {
    const text = execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const pid = /^p(\d+)$/m.exec(text)?.[1];
    const command = /^c(.+)$/m.exec(text)?.[1] ?? '';
    return pid === undefined ? undefined : { pid: Number(pid), command };
  } catch {
    return undefined;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function listDirectory(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
