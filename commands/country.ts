import { atAGlance, choices, deskLine, onlyIn, text } from '../src/command/answer/blocks.ts';
import { nothingPublished } from '../src/command/answer/entry-list.ts';
import { counterpartNotice, notCovered, standingOf, visitWays } from '../src/command/answer/outside.ts';
import {
  briefsPart,
  changesPart,
  factsPart,
  profileTitle,
  showsLast,
  visitsPart,
} from '../src/command/answer/profile.ts';
import { requestContext } from '../src/command/answer/request.ts';
import { defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { countryName } from '../src/domain/desk.ts';

export const country = defineCommand({
  scope: 'desk',
  name: 'country',
  description: 'Country profile: visits both ways, newest facts by topic, briefs, latest changes',
  role: 'reader',
  forms: true,
  narrower: 'facts',
  options: {
    name: { ...options.nameOption('Country, in any spelling', ['country']), required: true },
    'as-of': options.asOf,
  },
  bare: ['name'],
  examples: [
    { line: 'country {country}', about: 'everything about one country' },
    { line: 'country {otherwise}', about: 'by another spelling' },
  ],
  async run({ name: code, 'as-of': asOf }, context) {
    const place = standingOf(context, code);
    if (place === 'outside') return notCovered(context, 'Country', code);
    const request = requestContext(context, asOf);
    const name = countryName(context.desk, code);
    const unpublished = await nothingPublished(name, request.scope, context);
    if (unpublished) return unpublished;
    const query = { country: code };
    // Read in the order in which they are shown, so that the sources are numbered in that order.
    const visits =
      place === 'covered'
        ? await visitsPart(query, visitsShown, request, context)
        : { blocks: [], coverage: [], stops: 0 };
    const { blocks: facts, total } = await factsPart(query, noFacts, request, context);
    const isWhole = showsLast(request, context);
    const briefs = isWhole || total === 0 ? await briefsPart(query, request, context) : [];
    if (place === 'counterpart' && total === 0 && briefs.length === 0) {
      return notCovered(context, 'Country', code);
    }
    const more = [
      ...(place === 'covered'
        ? [{ label: `Visits: ${name}`, command: deskLine(context, `visits country:${code}`) }]
        : []),
      { label: `Facts: ${name}`, command: deskLine(context, `facts country:${code}`) },
      { label: `Timeline: ${name}`, command: deskLine(context, `timeline country:${code}`) },
    ];
    const blocks = [
      profileTitle(name, visits.stops, total),
      ...request.notices,
      ...(place === 'covered'
        ? onlyIn('details', [text(`Covered by the ${context.desk.definition.name} desk.`)])
        : counterpartNotice(context, [code])),
      ...visits.blocks,
      ...facts,
      ...visits.coverage,
      ...onlyIn('details', briefs),
      ...onlyIn('details', isWhole ? await changesPart(query, request, context) : []),
      ...(code === 'US' ? visitWays(context) : []),
      ...onlyIn('details', choices('More', more)),
    ];
    return atAGlance(context, { blocks, citations: request.citations, narrower: more });
  },
});

/** The newest visits that a profile shows. */
const visitsShown = 3;

const noFacts =
  'The desk has recorded no fact besides rows of the register. That does not mean that nothing happened.';
