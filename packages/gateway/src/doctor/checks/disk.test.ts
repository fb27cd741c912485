import { expect, test } from '@jest/globals';
import { judgeDisk } from './disk.js';

const MIB = 1_048_576;
const space = (free: number, inodes: number | null = 1_000_000) => ({
  path: '/home/trader',
  free_bytes: free,
  total_bytes: 100 * 1_024 * MIB,
  free_inodes: inodes,
});

test.each<[string, number, number | null, string, string]>([
  ['enough of both', 1_024 * MIB, 10_000, 'ok', '1 GiB of 100 GiB free at /home/trader'],
  ['no count of inodes', 1_024 * MIB, null, 'ok', '1 GiB of 100 GiB free at /home/trader'],
  ['less than 1 GiB', 1_024 * MIB - 1, 10_000, 'warning', '1 GiB of 100 GiB free at /home/trader'],
  ['less than 200 MiB', 200 * MIB - 1, 10_000, 'failed', '200 MiB of 100 GiB free at /home/trader'],
  [
    'few inodes',
    5_000 * MIB,
    9_999,
    'warning',
    '4.9 GiB of 100 GiB free at /home/trader, and only 9999 inodes',
  ],
  [
    'hardly an inode',
    5_000 * MIB,
    999,
    'failed',
    '4.9 GiB of 100 GiB free at /home/trader, and only 999 inodes',
  ],
])('%s', (_, free, inodes, status, text) => {
  const remedies = {
    space: 'Make room there; what is largest: du -xh /home/trader | sort -h | tail',
    inodes: 'Delete files there; what holds most: du --inodes -x /home/trader | sort -n | tail',
  };
  const remedy = status === 'ok' ? null : text.includes('inodes') ? remedies.inodes : remedies.space;
  const measured = space(free, inodes);
  expect(judgeDisk('disk.home', measured)).toEqual({
    id: 'disk.home',
    status,
    text,
    remedy,
    values: measured,
  });
});
