import { enableCompileCache } from 'node:module';
import fc from 'fast-check';

// As in the service: a thread that reads an article or a feed compiles nothing again.
enableCompileCache();

/** Property tests try the same cases each time, so that a change is what turns them red. `SEED=new npm test` tries others. */
const { SEED = '1' } = process.env;
fc.configureGlobal({ seed: SEED === 'new' ? Date.now() % 1_000_000 : Number(SEED) });

/** Of a long property: half the cases, and all of them where others are tried each time, as in `npm run proof`. */
export const cases = (all: number): number => (SEED === 'new' ? all : Math.ceil(all / 2));
