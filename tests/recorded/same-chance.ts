import crypto, { createHash } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/** Ids are drawn by `randomInt`; here each step draws the same ones on every run, whatever the steps before it drew. */
export function sameChance() {
  const { randomInt } = crypto;
  let step = '';
  let count = 0;
  const drawn = (below: number) => {
    count += 1;
    return createHash('sha256').update(`${step} ${count}`).digest().readUInt32BE() % below;
  };
  Object.assign(crypto, { randomInt: drawn });
  syncBuiltinESMExports();
  return {
    startStep(name: string) {
      step = name;
      count = 0;
    },
    restore() {
      Object.assign(crypto, { randomInt });
      syncBuiltinESMExports();
    },
  };
}
