export default {
  projects: ['<rootDir>/apps/*', '<rootDir>/packages/*', '<rootDir>/scripts'],
  testTimeout: 60_000,
};
