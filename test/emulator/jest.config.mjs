import { readFileSync } from 'node:fs';

const { jest: unitTests } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

/** The tests that deploy: they need the emulator, so `npm run verify` runs them and `npm test` does not. */
export default {
  ...unitTests,
  rootDir: '../..',
  roots: ['<rootDir>/test/emulator'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 300_000,
};
