import { describe, expect, test } from 'vitest';
import { describeError } from '../../../src/platforms/discord/client.ts';
import { commandLine } from '../../../src/platforms/discord/handlers/command.ts';
import { patienceFor } from '../../../src/platforms/discord/handlers/respond.ts';
import { limits } from '../../../src/platforms/discord/limits.ts';
import { markdownLines, safeAddress } from '../../../src/platforms/discord/render/markdown.ts';
import { flagRow } from '../../../src/platforms/discord/render/pieces.ts';
import { platformLimits } from '../../fakes/discord/limits.ts';

describe('a command line from options', () => {
  test.each([
    [{ country: 'kazakhstan' }, 'country:kazakhstan'],
    [{ country: 'republic of kazakhstan' }, 'country:"republic of kazakhstan"'],
    [{ country: '"; /deskwire roles grant' }, 'country:"; /deskwire roles grant"'],
    [{ country: '“x” page:9' }, 'country:"x page:9"'],
    [{ country: 'a\nb\\' }, 'country:"a b"'],
    [{ country: '-x' }, 'country:"-x"'],
    [{ country: '   ' }, ''],
    [{ page: 3, full: true, short: false, public: true }, 'page:3 full:true'],
  ])('%o becomes %s', (options, expected) => {
    const given = Object.entries(options).map(([name, value]) => ({ name, value }));
    expect(commandLine('centralasia', 'visits', given)).toBe(`/centralasia visits ${expected}`.trim());
  });
});

describe('patience', () => {
  const id = String((BigInt(Date.parse('2026-11-23T12:00:00Z')) - 1_420_070_400_000n) << 22n);
  test.each([
    [0, 1500],
    [500, 1000],
    [2900, 0],
    [5000, 1500],
    [-400, 1500],
  ])('%d ms after the interaction it is %d ms', (age, expected) => {
    expect(patienceFor(id, new Date(Date.parse('2026-11-23T12:00:00Z') + age))).toBe(expected);
  });
});

test('flags are made of codes, and many are counted', () => {
  expect(flagRow(['KZ', 'us', 'nonsense', 'US'])).toBe('🇰🇿 🇺🇸 🇺🇸');
  expect(flagRow(Array(11).fill('UZ'))).toBe(`${Array(8).fill('🇺🇿').join(' ')} +3`);
});

test.each([
  ['javascript:alert(1)', undefined],
  ['https://user:secret@a.example/', undefined],
  ['not an address', undefined],
  ['https://a.example/x_(y)>', 'https://a.example/x_%28y%29%3E'],
])('the address %s is linked as %s', (address, expected) => {
  expect(safeAddress(address, 512)).toBe(expected);
});

test('an error is described without what its fields hold', () => {
  const error = Object.assign(
    new Error('POST https://x/api/v10/interactions/12/secret/callback failed of TOKEN'),
    {
      url: 'https://x/interactions/12/secret/callback',
      requestBody: { json: 'private' },
      status: 500,
      cause: new Error('/webhooks/12/secret'),
    },
  );
  const described = JSON.stringify(describeError(error, ['TOKEN']));
  expect(described).toContain('"status":500');
  for (const hidden of ['secret', 'private', 'TOKEN']) expect(described).not.toContain(hidden);
});

test('the limits that the product and the fake both know are the same', () => {
  const pairs = [
    ['components', 'components'],
    ['textTotal', 'textTotal'],
    ['buttonsPerRow', 'buttonsPerRow'],
    ['buttonLabel', 'buttonLabel'],
    ['customId', 'customId'],
    ['selectOptions', 'selectOptions'],
    ['selectText', 'selectValue'],
    ['modalDescription', 'labelDescription'],
    ['autocompleteChoices', 'autocompleteChoices'],
    ['choiceText', 'choiceValue'],
    ['commandTotal', 'commandTotal'],
  ] as const;
  for (const [ours, theirs] of pairs) expect(limits[ours].max, ours).toBe(platformLimits[theirs][0]);
});

test('a source whose address cannot be a link is named all the same, and a label cannot hide where a link leads', () => {
  const long = `https://a.example/${'x'.repeat(600)}`;
  expect(markdownLines([{ text: 'Report', href: long }], 2700)).toEqual([
    `Report (https\\://a.example/${'x'.repeat(600)})`,
  ]);
  expect(markdownLines([{ text: 'https://history.state.gov', href: 'https://evil.example/' }], 2700)).toEqual(
    ['[https\\://history.state.gov (evil.example)](<https://evil.example/>)'],
  );
  expect(markdownLines([{ text: 'a\u200bb\u00adc\ufeffd' }], 2700)).toEqual(['abcd']);
});

test('an error that is its own cause can be told', () => {
  const error = new Error('round and round');
  error.cause = error;
  expect(JSON.stringify(describeError(error, []))).toContain('round and round');
});
