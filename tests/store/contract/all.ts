import { asOfContract } from './as-of.ts';
import { chatContract } from './chat.ts';
import { concurrencyContract } from './concurrency.ts';
import { contentContract } from './content.ts';
import { migrationsContract } from './migrations.ts';
import { readingContract } from './reading.ts';
import { rolesContract } from './roles.ts';
import type { Suite } from './subject.ts';

/** What every database of ours must do. */
export const storeContract: Suite = (subject) => {
  contentContract(subject);
  readingContract(subject);
  asOfContract(subject);
  rolesContract(subject);
  chatContract(subject);
  concurrencyContract(subject);
  migrationsContract(subject);
};
