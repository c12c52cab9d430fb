import { fieldTables, table } from './schema-tables.ts';

/** `briefs/README.md`: how to write for a desk, for someone who has never seen the code. Ends with a line break. */
export function fieldTable(): string {
  return `<!-- Written by \`npm run docs\` from the schemas; a change made here by hand is lost. -->

# Writing for a desk

This folder holds everything the bot knows, as text files. Each **desk** is one folder here, named after the command that
readers type: the folder \`horn\` answers \`/horn\`. To add a desk, add a folder.

${table([
  ['file', 'what it holds'],
  [
    '`desk.yaml`',
    'the region: its topics, countries, offices, people, organisations and places, with their spellings',
  ],
  ['`sources.yaml`', 'where entries come from, and the period each source covers'],
  ['`articles/*.md`', 'the summary of one article per file'],
  ['`facts/*.yaml`', 'dated, sourced statements, any number per file'],
])}

A \`.md\` or \`.yaml\` file anywhere else is reported, because it would never be read. All other files, \`README.md\` files,
hidden files and editors' backup copies are ignored.

## Add an entry

1. Add it to an existing file or a new one. Start from a copy of a similar entry.
2. Run \`npm run -s deskwire -- validate\`. It prints each fault with its file, line and fix.
3. Save. A running bot picks it up within seconds.

A file with a fault is not loaded; the bot keeps serving the last good version until you fix it. Deleting an entry
withdraws it silently. To tell readers that something was wrong, set \`state: retracted\` with a \`retraction\`, or
\`state: corrected\` with a \`corrections\` note. Reverting a retraction is announced as a correction. Never reuse an id for
something else.

## A small desk, complete

A folder \`briefs/southcaucasus\` with these two files is a desk that answers \`/southcaucasus\`. Add facts and articles as shown
below.

\`desk.yaml\`:

\`\`\`yaml
${exampleDesk.trim()}
\`\`\`

\`sources.yaml\`:

\`\`\`yaml
${exampleSources.trim()}
\`\`\`

## A fact

\`\`\`yaml
${exampleFact.trim()}
\`\`\`

## An article

\`\`\`text
${exampleArticle.trim()}
\`\`\`

The text may use paragraphs, \`*emphasis*\`, \`**strong**\`, lists and \`[links](https://…)\`, which every platform can show.

## Dates

An **event date** says when something happened, in EDTF (ISO 8601-2). Never write it more precisely than the source does.

${table([
  ['write', 'for'],
  ['`2023-02-28`', 'a day'],
  ['`2006-05`', 'some time in May 2006'],
  ['`2006`', 'some time in 2006'],
  ['`199X`', 'some time in the 1990s'],
  ['`2023-02-27/2023-03-01`', 'from one day to the other, lasting'],
  ['`2024-11/..`', 'since November 2024, continuing'],
  ['`"[1991-09-10..1991-09-16]"`', 'one unknown day between these two'],
  ['`"[2023-09-18,2023-09-19]"`', 'one of these two days'],
  ['`2026~`', 'about 2026'],
  ['`2026?`', 'probably 2026'],
  ['`2025-21`', 'spring 2025; 22 is summer, 23 autumn, 24 winter'],
])}

A date that begins with a bracket needs quotes. If sources disagree, give each date with its \`sources\`, the preferred date
first. A **day**, as in \`published\`, is always written in full: \`2026-02-28\`.

## Writing YAML

- Indent with spaces, and start all keys of an entry in the same column.
- Quote text that contains a colon followed by a space, or begins with one of \`[ { & * ! % @ " ' # - ? : > |\`.
- For long text write \`statement: >-\`, then the text on the next lines, indented.
- Write a short list on one line, \`[GE, US]\`; for a long one, put each item on its own line after \`- \`.

## All fields

An **id** is lower-case letters, digits and single hyphens, at most 64 characters, such as \`kerry-2016\`. A **country code** is
the two-letter ISO 3166 code in capitals, such as \`GE\`. Ids of topics, people and so on must exist in \`desk.yaml\`.

${fieldTables()}
`;
}

export const exampleDesk = `
id: southcaucasus
name: South Caucasus
about: Diplomacy, energy and transport in Armenia, Azerbaijan and Georgia.
zone: Asia/Tbilisi
owner: South Caucasus desk
review: one
topics:
  - { id: visits, name: Visits }
  - { id: energy, name: Energy, spellings: [энергетика], words: [gas, power] }
countries:
  - { id: AM, name: Armenia, covered: true, spellings: [Hayastan, Հայաստան] }
  - { id: AZ, name: Azerbaijan, covered: true, spellings: [Azərbaycan] }
  - { id: GE, name: Georgia, covered: true, spellings: [Sakartvelo, საქართველო] }
  - { id: US, name: United States, spellings: [USA] }
offices:
  - { id: us-secretary-of-state, name: US Secretary of State, country: US, spellings: [secretary of state] }
people:
  - id: john-kerry
    name: John Kerry
    country: US
    spellings: [Джон Керри]
    roles:
      - { office: us-secretary-of-state, since: 2013-02-01, until: 2017-01-20 }
organisations:
  - { id: bsec, name: Black Sea Economic Cooperation, spellings: [BSEC] }
places:
  - { id: tbilisi, name: Tbilisi, country: GE, spellings: [Tiflis, თბილისი] }
`;

export const exampleSources = `
- id: hsg-secretaries
  title: Travels Abroad of the Secretary of State
  publisher: US Department of State, Office of the Historian
  kind: official
  grade: A
  url: https://history.state.gov/departmenthistory/travels/secretary
  until: 2025-02
  registers:
    - { offices: [us-secretary-of-state], direction: to-region, counterpart: US, until: 2025-02 }
  added: 2026-11-20
  by: South Caucasus desk
  checked: 2026-11-20
- id: example-column
  title: The case for a visit
  publisher: Example Review
  kind: press
  grade: C
  url: https://example.org/the-case-for-a-visit
  until: 2026-11-20
  added: 2026-11-20
  by: South Caucasus desk
  checked: 2026-11-20
`;

export const exampleFact = `
- id: example-visit
  kind: visit
  title: John Kerry in Tbilisi
  statement: John Kerry met the president and the prime minister of Georgia in Tbilisi.
  dates: [2016-07-06]
  standing: confirmed
  visit:
    direction: to-region
    visitor: john-kerry
    office: us-secretary-of-state
    from: US
    host: GE
    places: [tbilisi]
    trip: kerry-2016-07
  topics: [visits]
  countries: [GE, US]
  people: [john-kerry]
  places: [tbilisi]
  sources:
    - hsg-secretaries
    - { id: example-column, at: paragraph 3 }
  published: 2026-11-20
`;

export const exampleArticle = `
---
id: example-article
kind: opinion
title: The case for a visit
author: Nino Beridze
topics: [visits]
countries: [GE, US]
sources: [example-column]
points:
  - The last US president to come was George W. Bush, in 2005.
published: 2026-11-20
---

The author wants a US president to come to *Tbilisi* first.
`;
