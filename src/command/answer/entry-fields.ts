import { dayIn, formatDay } from '../../domain/day.ts';
import type { Desk } from '../../domain/desk.ts';
import { countryName, inWords, type NamedList, nameOf } from '../../domain/desk-names.ts';
import type { EntryBody } from '../../domain/entry.ts';
import type { StoredEntry } from '../../domain/ports/entries.ts';
import type { Block } from '../../domain/reply.ts';
import { fields, list, notice } from './blocks.ts';

/** What an entry is about, by name. */
export function subjectFields(desk: Desk, body: EntryBody): Block[] {
  const names = (kind: NamedList, ids: readonly string[]) => inWords(ids.map((id) => nameOf(desk, kind, id)));
  return fields([
    ['Topics', names('topics', body.topics)],
    ['Countries', inWords(body.countries.map((country) => countryName(desk, country)))],
    ['People', names('people', body.people)],
    ['Organisations', names('organisations', body.organisations)],
    ['Places', names('places', body.places)],
  ]);
}

/** Where an entry stands in its life and who answers for it. */
export function recordFields(desk: Desk, { body, revision, recordedAt }: StoredEntry): Block[] {
  const learnt = formatDay(dayIn(desk.definition.zone, recordedAt));
  return fields([
    ['Id', body.id],
    ['State', body.handling === 'public' ? body.state : `${body.state}, ${body.handling}`],
    ['Published', formatDay(body.published)],
    ['Recorded here', `${learnt}, revision ${revision}`],
    ['Kept by', body.owner ?? desk.definition.owner],
    ['Weight', `${body.weight} of 5`],
  ]);
}

/** What a reader must know before relying on an entry that was retracted, replaced or corrected. */
export function lifeBlocks(body: EntryBody): Block[] {
  return [
    ...(body.state === 'retracted'
      ? [notice('warning', `Retracted: do not rely on it. ${body.retraction ?? ''}`.trim())]
      : []),
    ...(body.state === 'superseded'
      ? [notice('warning', 'Superseded: a newer entry has taken its place.')]
      : []),
    ...(body.supersedes ? [notice('info', `It replaces ${body.supersedes}.`)] : []),
    ...list(body.corrections.map(({ on, note }) => `Corrected ${formatDay(on)}: ${note}`)),
  ];
}
