import type { DeskDefinition } from '../../domain/desk.ts';
import type { Import, ReadArticle as Kept, ProposedClaim } from '../../domain/import.ts';
import type { RunInWorker } from '../../domain/ports/runtime.ts';
import { type ImportFault, refused } from '../../http/fault.ts';

/** What the thread is given: a page or a text to read, or the sentences that were kept of one. */
export type WorkerTask = { desk: DeskDefinition } & (
  | { html: string; url: string }
  | { text: string }
  | Pick<Import, 'about' | 'sentences'>
);

/** Of a page or a text only the sentences that may hold a fact go on from here. */
export type KeptArticle = { ok: true; article: Kept } | { ok: false; fault: ImportFault };

/** A claim, and what its matches among the desk's facts are found by. */
export type FoundClaim = Omit<ProposedClaim, 'matches'>;

const program = new URL('./read-worker.ts', import.meta.url);

/** Reads an article in a thread of its own; one that takes too much there is refused. */
export const readArticleInWorker = async (
  inThread: RunInWorker,
  task: WorkerTask & ({ html: string } | { text: string }),
  deadline: AbortSignal,
): Promise<KeptArticle> => (await inThread<KeptArticle>(program, task, deadline)) ?? refused('too_complex');

/** Reads the kept sentences again in a thread of its own; none where that takes too much. */
export const readClaimsInWorker = async (
  inThread: RunInWorker,
  task: WorkerTask & Pick<Import, 'about' | 'sentences'>,
  deadline: AbortSignal,
): Promise<FoundClaim[]> => (await inThread<FoundClaim[]>(program, task, deadline)) ?? [];
