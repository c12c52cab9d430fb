import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// A busy machine takes three times as long; what hangs is found all the same.
const settings = {
  testTimeout: 90_000,
  hookTimeout: 90_000,
  expect: { poll: { timeout: 20_000 } },
  setupFiles: ['tests/seed.ts'],
};

/** Begins with what takes longest, so that it is not left alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) =>
      /(busy|service-restart)\.long|store\/postgres\.test/.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/** `npm test` runs the first project, `npm run test:long` the second: real processes: the command line, restarts, restores, a full disk, a database that goes away. */
export default defineConfig({
  test: {
    // Files clean up after themselves and share a process; loading every module again for each file took most of the time.
    isolate: false,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...settings,
          name: 'fast',
          isolate: false,
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/**/*.long.test.ts'],
        },
      },
      { test: { ...settings, name: 'long', maxConcurrency: 3, include: ['tests/**/*.long.test.ts'] } },
    ],
  },
});
