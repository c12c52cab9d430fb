import type { DraftAct } from '../domain/draft.ts';

/** Why an act has no sense for an entry in the state that its author saw it in, and what to do instead. */
export function unfitAct(
  act: DraftAct,
  { id, state }: Readonly<Record<string, unknown>>,
): string | undefined {
  if (state !== 'retracted') return undefined;
  const back = `To take the retraction back: /deskwire undo ${id}`;
  if (act === 'retract') return `${id} is retracted already. ${back}`;
  if (act === 'correct') return `${id} is retracted: nothing of it holds that could be corrected. ${back}`;
  return act === 'supersede' ? `${id} is retracted, and takes no other entry's place. ${back}` : undefined;
}
