import { choices, heading, notice, privately } from '../../src/command/answer/blocks.ts';
import { count } from '../../src/domain/day.ts';
import { house } from '../../src/domain/house.ts';
import type { BroughtEntry, LookedAt, Taken } from '../../src/domain/ports/data-import.ts';
import type { Reply, Span } from '../../src/domain/reply.ts';
import { writeLine } from './import-lines.ts';
import type { Editing, ImportNeeds } from './import-needs.ts';

/** So much is told of what is wrong: the rest is told when that is put right. */
const faultsTold = 3;
/** Each has a button of its own. */
const draftsTold = 5;

/** Takes in a pasted text that is written as the desk writes; or says what is wrong with it and takes nothing. */
export async function takeData(
  { data }: Pick<ImportNeeds, 'data'>,
  text: string,
  { service, person }: Editing,
): Promise<{ reply: Reply } | { says: string }> {
  const { id, name } = service.desk.definition;
  const looked = await data.look(id, [{ path: 'pasted', bytes: new TextEncoder().encode(text) }]);
  if (!looked.ok) return { says: faultsIn(looked.faults) };
  const taken = await data.take(id, looked, { person });
  return { reply: told(looked, taken, { id, name }) };
}

function faultsIn(faults: Extract<LookedAt, { ok: false }>['faults']): string {
  const first = faults
    .slice(0, faultsTold)
    .map(({ line, what, fix }) => `Line ${line}: ${what}; ${fix}.`.replace(/([.?!])\.$/, '$1'));
  const more = faults.length - first.length;
  return [...first, ...(more > 0 ? [`And ${count(more, 'more fault')}.`] : []), 'Nothing was taken.'].join(
    ' ',
  );
}

function told(
  { entries, sources }: Extract<LookedAt, { ok: true }>,
  taken: readonly Taken[],
  desk: { id: string; name: string },
): Reply {
  const of = (standing: BroughtEntry['standing']) =>
    entries.filter((entry) => entry.standing === standing).length;
  const sums = `${of('new') + sources.length} new, ${of('changed')} changed, ${of('same')} the same.`;
  const outcomes = new Map(taken.map((one) => [one.id, one]));
  const items = [
    ...sources.map((source): Span[] => [
      { text: source.id, style: 'strong' },
      { text: ': a new source, added' },
    ]),
    ...entries.flatMap((entry) => {
      const became = outcomes.get(entry.body.id);
      return became ? [line(entry, became)] : [];
    }),
  ];
  const waiting = taken.filter(({ outcome }) => outcome === 'in review').length;
  const next = [
    ...taken
      .slice(0, draftsTold)
      .map(({ draft }) => ({ label: `Draft ${draft}`, command: writeLine(desk.id, draft) })),
    { label: 'What waits for review', command: `/${house} review desk:${desk.id}` },
  ];
  return privately({
    desk: desk.id,
    blocks: [
      heading(`Brought in: ${desk.name}`),
      notice(
        'info',
        `${sums} ${waiting > 0 ? 'What is new or changed waits for a reviewer.' : 'There is nothing to do.'}`,
      ),
      ...(items.length > 0 ? [{ type: 'list' as const, items }] : []),
      ...(taken.length > 0 ? choices('Look at', next) : []),
    ],
  });
}

function line({ body, standing, changes }: BroughtEntry, taken: Taken): Span[] {
  const fields = changes.map(({ field }) => field.toLowerCase()).join(', ');
  const kept = taken.outcome === 'kept' ? taken.faults.map(({ says }) => ` ${says}`).join('') : '';
  const state = taken.outcome === 'kept' ? `kept as a draft.${kept}` : taken.outcome;
  return [
    { text: body.id, style: 'strong' },
    { text: `: ${standing}${fields ? ` (${fields})` : ''}, “${body.title}”, draft ${taken.draft}, ${state}` },
  ];
}
