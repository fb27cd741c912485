export default {
  projects: ['<rootDir>/apps/*', '<rootDir>/packages/*'],
  testTimeout: 60_000,
};
