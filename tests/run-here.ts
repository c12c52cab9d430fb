import type { RunInWorker } from '../src/domain/ports/runtime.ts';

/**
 * Runs the program of a worker in this process, where its modules are loaded already: to load them into a thread for each
 * page and feed takes half a second. The threads themselves are tested where they are used.
 */
export const runHere: RunInWorker = async <Answer>(program: URL, given: object) => {
  const { run } = (await import(program.href)) as { run(given: object): Answer };
  return structuredClone(run(structuredClone(given)));
};
