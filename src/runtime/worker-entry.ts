import { parentPort, workerData } from 'node:worker_threads';

/** Entry point of the threads of `runInWorker`. */
const { program, given } = workerData as { program: string; given: object };
const { run } = (await import(program)) as { run(given: object): unknown };
parentPort?.postMessage(run(given));
