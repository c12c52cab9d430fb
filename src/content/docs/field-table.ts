import { fieldTables, table } from './schema-tables.ts';

/** `briefs/README.md`: how to write for a desk, for someone who has never seen the code. Ends with a line break. */
export function fieldTable(): string {
  return `<!-- Written by \`npm run docs\` from the schemas; a change made here by hand is lost. -->

# Writing for a desk

What the bot knows stands in this folder, as text files that any editor can open. A **desk** is one folder here, and its
name is the command that readers type: \`centralasia\` answers to \`/centralasia\`. A new desk is a new folder.

${table([
  ['file', 'what it holds'],
  [
    '`desk.yaml`',
    'the region: its topics, countries, offices, people, organisations and places, and how each is written',
  ],
  ['`sources.yaml`', 'where entries come from, and how far each source reaches'],
  ['`articles/*.md`', 'one file for each article that was summarised'],
  ['`facts/*.yaml`', 'dated, sourced statements, as many in a file as is handy'],
])}

Other files are left alone, but a \`.md\` or \`.yaml\` file in any other place is reported, because it would never be read.
\`README.md\` files, hidden files and the backup copies of editors are ignored.

## Adding something

1. Write it in one of the files, or in a new one. Copy an entry that is like it.
2. Check it: \`npm run -s deskwire -- validate\`. Every fault is named with file and line, and with what to write instead.
3. Save. A running bot has it within seconds.

A file with any fault is not taken over at all: what the bot had from it goes on serving until the file is right. Deleting
an entry withdraws it without a word to readers. To tell readers that something was wrong, set \`state: retracted\` with a
\`retraction\`, or \`state: corrected\` with a \`corrections\` note. A retraction
taken back is told as a correction. An id is never used again for something else.

## A whole small desk

A folder \`briefs/southcaucasus\` with these two files is a desk that answers to \`/southcaucasus\`. Add facts and articles as below.

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

The text may hold paragraphs, \`*emphasis*\`, \`**strong**\`, lists and \`[links](https://…)\`: what every platform can show.

## Dates

An **event date** says when something happened, never more precisely than the source does. It follows EDTF (ISO 8601-2).

${table([
  ['write', 'for'],
  ['`2023-02-28`', 'a day'],
  ['`2006-05`', 'some time in May 2006'],
  ['`2006`', 'some time in 2006'],
  ['`199X`', 'some time in the 1990s'],
  ['`2023-02-27/2023-03-01`', 'lasted from the one day to the other'],
  ['`2024-11/..`', 'since November 2024, and going on'],
  ['`"[1991-09-10..1991-09-16]"`', 'one day, somewhere between these two'],
  ['`"[2023-09-18,2023-09-19]"`', 'one of these two days'],
  ['`2026~`', 'about 2026'],
  ['`2026?`', 'probably 2026'],
  ['`2025-21`', 'spring 2025; 22 is summer, 23 autumn, 24 winter'],
])}

A date that begins with a bracket needs quotes. Where sources disagree, give each date with its \`sources\`, the preferred
one first. A **day**, as in \`published\`, is always written in full: \`2026-02-28\`.

## Writing YAML

- Indent with spaces, and begin the keys of one entry in the same column.
- Put text in quotes when it holds a colon followed by a space, or begins with one of \`[ { & * ! % @ " ' # - ? : > |\`.
- Long text goes on the lines below: write \`statement: >-\`, then the text, indented.
- A short list stands on one line, \`[KZ, US]\`; a long one has an item on each line, begun with \`- \`.

## All fields

An **id** is lower-case letters, digits and single hyphens, at most 64 characters, such as \`rice-2005\`. A **country code** is
the two-letter code of ISO 3166 in capitals, such as \`KZ\`. Ids of topics, people and so on are those of \`desk.yaml\`.

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
  - { id: energy, name: Energy, spellings: [gas, power] }
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
`;

export const exampleFact = `
- id: example-visit
  kind: visit
  title: Antony Blinken in Astana
  statement: Antony Blinken met the foreign ministers of the five countries in Astana.
  dates: [2023-02-28]
  standing: confirmed
  visit:
    direction: to-region
    visitor: antony-blinken
    office: us-secretary-of-state
    from: US
    host: KZ
    places: [astana]
    trip: blinken-2023-02
  topics: [visits]
  countries: [KZ, US]
  people: [antony-blinken]
  places: [astana]
  sources:
    - hsg-secretaries
    - { id: sanchez-2026, at: paragraph 3 }
  published: 2026-11-20
`;

export const exampleArticle = `
---
id: example-article
kind: opinion
title: The case for a visit
author: Wilder Alejandro Sánchez
topics: [visits]
countries: [KZ, US]
sources: [sanchez-2026]
points:
  - A US president has never come while in office.
published: 2026-11-20
---

The author wants a US president to come to *Astana* first.
`;
