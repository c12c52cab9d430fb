import { atAGlance, choices, deskLine, heading, notice, onlyIn, text } from '../src/command/answer/blocks.ts';
import { nothingPublished } from '../src/command/answer/entry-list.ts';
import {
  briefsPart,
  changesPart,
  factsPart,
  namedInPart,
  profileTitle,
  showsLast,
  visitsPart,
} from '../src/command/answer/profile.ts';
import { requestContext } from '../src/command/answer/request.ts';
import { defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { shortName } from '../src/domain/answer/entry-row.ts';
import { termInShort, termSpans } from '../src/domain/answer/terms.ts';
import { formatDay } from '../src/domain/dates/day.ts';
import { nameOf, theCountry } from '../src/domain/desk.ts';

const visitsShown = 3;
const rolesAtAGlance = 2;

export const who = defineCommand({
  scope: 'desk',
  name: 'who',
  description: 'Profile of a person: roles over time, visits, facts, latest changes',
  role: 'reader',
  forms: true,
  narrower: 'facts',
  asked: true,
  options: {
    person: { ...options.nameOption('Person, in any spelling', ['person']), required: true },
    'as-of': options.asOf,
  },
  bare: ['person'],
  examples: [
    { line: 'who {person}', about: 'a person and what the desk holds' },
    { line: 'who {visitor}', about: 'a visitor and the trips' },
  ],
  async run({ person: id, 'as-of': asOf }, context) {
    const { desk } = context;
    const request = requestContext(context, asOf);
    const name = nameOf(desk, 'people', id);
    const unpublished = await nothingPublished(name, request.scope, context);
    if (unpublished) return unpublished;
    const query = { person: id };
    const listed = desk.definition.people.find((person) => person.id === id);
    const held = listed?.roles ?? [];
    const roles = held.map((role) => termSpans(desk, role, request.citations));
    // Read in the order in which they are shown, so that the sources are numbered in that order.
    const isInRegisters =
      roles.length > 0 || (await context.visits.totals(request.scope, { visitor: id })).size > 0;
    const visits = isInRegisters
      ? await visitsPart(query, visitsShown, request, context)
      : { blocks: [], coverage: [], stops: 0 };
    const which = visits.stops > 0 ? "fact besides the register's rows" : 'fact';
    const none = `No ${which} lists ${name} among its people.`;
    const facts = await factsPart(query, none, request, context);
    const named = facts.total === 0 ? await namedInPart(id, request, context) : [];
    const last = showsLast(request, context)
      ? [...(await briefsPart(query, request, context)), ...(await changesPart(query, request, context))]
      : [];
    const more = [
      { label: `Facts: ${shortName(desk, id)}`, command: deskLine(context, `facts person:${id}`) },
      { label: `Timeline: ${shortName(desk, id)}`, command: deskLine(context, `timeline person:${id}`) },
    ];
    const blocks = [
      profileTitle(name, visits.stops, facts.total),
      ...request.notices,
      ...onlyIn(
        'glance',
        held.slice(-rolesAtAGlance).map((role) => ({
          type: 'text',
          spans: termInShort(desk, role, request.citations),
        })),
      ),
      ...onlyIn('details', [
        ...(listed?.corrections ?? []).map(({ on, note }) =>
          notice('warning', `Corrected ${formatDay(on)}: ${note}`),
        ),
        ...(listed?.country ? [text(`Acts for ${theCountry(desk, listed.country)}.`)] : []),
        ...(roles.length > 0 ? [heading('Roles', 2), { type: 'list' as const, items: roles }] : []),
      ]),
      ...visits.blocks,
      // What is not there comes last.
      ...(facts.total > 0 ? facts.blocks : visits.coverage),
      ...(facts.total > 0 ? visits.coverage : facts.blocks),
      ...named,
      ...onlyIn('details', last),
      ...onlyIn('details', choices('More', more)),
    ];
    return atAGlance(context, { blocks, citations: request.citations, narrower: more });
  },
});
