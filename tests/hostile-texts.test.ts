import { expect, test } from 'vitest';
import { readData } from '../src/content/read/read-data.ts';
import { readCron } from '../src/digest/schedule/read-cron.ts';
import { readZone } from '../src/digest/schedule/read-zone.ts';
import { markdownBlocks } from '../src/domain/answer/markdown.ts';
import { parseEventDate } from '../src/domain/dates/event-date.ts';
import { changesBetween } from '../src/editing/changes.ts';
import { decodePage } from '../src/http/body.ts';
import { isNearCopy } from '../src/import/claims/duplicates.ts';
import { proposeClaims } from '../src/import/claims/propose.ts';
import { readDate } from '../src/import/dates/relative.ts';
import { readPasted } from '../src/import/page/read-article.ts';
import { createRedact } from '../src/platforms/slack/client.ts';
import { typedText } from '../src/platforms/slack/handlers/command.ts';
import { cleanText } from '../src/platforms/terminal/text.ts';
import { atOnce } from '../src/runtime/async.ts';
import { indexEntry } from '../src/search/index-entry.ts';
import { buildNameIndex } from '../src/search/names/name-index.ts';
import { makeBrief } from './domain/make.ts';
import { centralAsia } from './search/desks.ts';
import { worked } from './worked.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const brief = (summary: string) => ({ ...makeBrief().body, summary }) as ReturnType<typeof makeBrief>['body'];
const names = buildNameIndex(centralAsia);
const claims = (paragraph: string) => proposeClaims({ opinion: false, paragraphs: [paragraph] }, names);

/**
 * What reads text from outside, with as much of it as its reader takes, made of what it stumbles over. Where the time
 * grew with the square of the text, or faster, reading took from ten seconds to hours.
 */
const readers: [reader: string, unit: string, length: number, read: (text: string) => unknown][] = [
  ['links in a summary, for the search', '](', 6_000, (text) => indexEntry(brief(text))],
  ['parentheses in a summary, for the search', '](((', 6_000, (text) => indexEntry(brief(text))],
  ['blanks in a summary', '\t', 6_000, markdownBlocks],
  ['addresses in an error', 'http://a', 300_000, createRedact([])],
  ['addresses after a slash command', '<http://', 500_000, typedText],
  ['declarations in a page', '<meta charset=', 4_000, (text) => decodePage(bytes(text), 'text/html')],
  [
    'blanks in a declaration of a page',
    ' ',
    4_000,
    (text) => decodePage(bytes(`<meta charset=${text}`), 'text/html'),
  ],
  [
    'blank lines in data',
    '\n\t',
    1_000_000,
    (text) => atOnce(readData({ path: 'pasted', bytes: bytes(text) })),
  ],
  [
    'the columns of a table',
    'id,',
    190_000,
    (text) => atOnce(readData({ path: 'a.csv', bytes: bytes(text) })),
  ],
  [
    'other columns of a table',
    'titel,',
    190_000,
    (text) => atOnce(readData({ path: 'a.csv', bytes: bytes(text) })),
  ],
  ['cells of a table', 'x;', 190_000, (text) => readData({ path: 'a.csv', bytes: bytes(`id\n${text}`) })],
  ['signs of a terminal', '\u{90}', 500_000, cleanText],
  ['other signs of a terminal', '\u{1b}]', 500_000, cleanText],
  ['addresses in a pasted text', 'http://s', 190_000, readPasted],
  ['signs in a pasted text', 'http://s!!!!!', 190_000, readPasted],
  ['words of another text', 'b ', 6_000, (text) => changesBetween(brief('a '.repeat(3_000)), brief(text))],
  [
    'words in the place of others',
    'a b c d ',
    6_000,
    (text) => changesBetween(brief('d c b a '.repeat(750)), brief(text)),
  ],
  ['words that are copied', 'line ', 6_000, (text) => isNearCopy(text, 'line '.repeat(20_000))],
  ['words that are nearly copied', 'a line b ', 6_000, (text) => isNearCopy(text, 'a line '.repeat(9_000))],
  ['numbers in a sentence', '1.', 1_200, claims],
  ['quotations in a sentence', '“ab ', 1_200, claims],
  ['names in a sentence', 'Karimof ', 1_200, claims],
  ['months in a sentence', 'May 1 ', 1_200, claims],
  ['brackets of an event date', '[1', 100, parseEventDate],
  ['spans of an event date', '19XX/', 100, parseEventDate],
  ['a set of event dates', '{1960..', 100, parseEventDate],
  ['marks of an event date', '1?~%', 100, parseEventDate],
  ['months in a date', 'May ', 200, readDate],
  ['fields of a cron pattern', '*/', 4_000, readCron],
  ['lists in a cron pattern', '1,', 110, (text) => readCron(`${text}1 * * * *`)],
  ['a zone', 'Asia/', 4_000, readZone],
];

test.each(readers)('%s, “%s” again and again, are read in little work', (_, unit, length, read) => {
  const text = unit.repeat(Math.floor(length / unit.length));
  expect(worked(() => read(text))).toBeLessThan(2.5);
});

test.each(['0 0 31 2 *', '0 0 30 2 *', '0 0 31 4,6,9,11 *', '0 0 29 2 1#5', '0 0 L 2 *', '59 23 31 12 *'])(
  'the cron pattern %s is read in little work',
  (pattern) => {
    expect(worked(() => readCron(pattern))).toBeLessThan(2.5);
  },
);
