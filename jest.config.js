import { availableParallelism } from 'node:os';

export default {
  projects: ['<rootDir>/apps/*', '<rootDir>/packages/*', '<rootDir>/scripts'],
  // Most tests wait for processes rather than compute.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  testTimeout: 60_000,
};
