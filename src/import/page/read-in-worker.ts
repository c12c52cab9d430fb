import type { DeskDefinition } from '../../domain/desk.ts';
import type { Import, ReadArticle as Kept, ProposedClaim } from '../../domain/import.ts';
import type { RunInWorker } from '../../domain/ports/runtime.ts';
import { failedWith, type ImportFault } from '../../http/fault.ts';

/** Input of the worker: a page or text to read, or stored sentences. */
export type WorkerTask = { desk: DeskDefinition } & (
  | { html: string; url: string }
  | { text: string }
  | Pick<Import, 'about' | 'sentences'>
);

/** Of a page or text, only the sentences that may hold a fact. */
export type KeptArticle = { ok: true; article: Kept } | { ok: false; fault: ImportFault };

/** A claim, with what is needed to match it to the desk's facts. */
export type FoundClaim = Omit<ProposedClaim, 'matches' | 'similar'>;

const program = new URL('./read-worker.ts', import.meta.url);

/** Reads an article in a worker thread; refused if it exceeds the time or memory limit. */
export const readArticleInWorker = async (
  inThread: RunInWorker,
  task: WorkerTask & ({ html: string } | { text: string }),
  deadline: AbortSignal,
): Promise<KeptArticle> =>
  (await inThread<KeptArticle>(program, task, deadline)) ?? failedWith('too_complex');

/** Reads stored sentences in a worker thread; empty if it exceeds the time or memory limit. */
export const readClaimsInWorker = async (
  inThread: RunInWorker,
  task: WorkerTask & Pick<Import, 'about' | 'sentences'>,
  deadline: AbortSignal,
): Promise<FoundClaim[]> => (await inThread<FoundClaim[]>(program, task, deadline)) ?? [];
