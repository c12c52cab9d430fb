import { randomBytes } from 'node:crypto';

/** Short and unique: a reader quotes it, the log holds it. */
export const newErrorId = () => randomBytes(4).toString('hex');
