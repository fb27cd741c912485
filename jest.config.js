export default {
  projects: ['<rootDir>/apps/*', '<rootDir>/packages/*', '<rootDir>/scripts'],
  maxWorkers: '100%',
  testTimeout: 60_000,
};
