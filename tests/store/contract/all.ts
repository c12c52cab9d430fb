import { asOfContract } from './as-of.ts';
import { cardsContract } from './cards.ts';
import { chatContract } from './chat.ts';
import { concurrencyContract } from './concurrency.ts';
import { contentContract } from './content.ts';
import { draftsContract } from './drafts.ts';
import { heldContract } from './held.ts';
import { importsContract } from './imports.ts';
import { ledgerContract } from './ledger.ts';
import { ledgerHoldersContract } from './ledger-holders.ts';
import { ledgerPausedContract } from './ledger-paused.ts';
import { ledgerScaleContract } from './ledger-scale.ts';
import { migrationsContract } from './migrations.ts';
import { readingContract } from './reading.ts';
import { recordStateContract } from './record-state.ts';
import { rolesContract } from './roles.ts';
import type { Suite } from './subject.ts';
import { subscriptionsContract } from './subscriptions.ts';

/** What every database of ours must do. */
export const storeContract: Suite = (subject) => {
  contentContract(subject);
  readingContract(subject);
  asOfContract(subject);
  recordStateContract(subject);
  rolesContract(subject);
  chatContract(subject);
  cardsContract(subject);
  heldContract(subject);
  draftsContract(subject);
  subscriptionsContract(subject);
  importsContract(subject);
  ledgerContract(subject);
  ledgerHoldersContract(subject);
  ledgerPausedContract(subject);
  ledgerScaleContract(subject);
  concurrencyContract(subject);
  migrationsContract(subject);
};
