import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mayApprove } from '../../src/domain/identity.ts';
import { sourceSchema } from '../../src/domain/sources/source.ts';
import { idField } from '../../src/domain/vocabulary.ts';
import { changesBetween } from '../../src/editing/changes.ts';
import { freeId, idFrom } from '../../src/editing/derive.ts';
import { newContext, type Raw } from '../../src/editing/fields/field.ts';
import { dateField, embargoField, eventDateField } from '../../src/editing/fields/field-readers.ts';
import { fieldsOf } from '../../src/editing/fields/fields.ts';
import { officesField } from '../../src/editing/fields/terms.ts';
import { changedValues, readValues } from '../../src/editing/form.ts';
import { readDate } from '../../src/import/dates/relative.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';
import { makeSource } from '../domain/make.ts';
import { centralAsia } from '../search/desks.ts';
import { brief, fact, visit } from '../store/entries-made.ts';

const reading = newContext({
  ...{ desk: { definition: centralAsia, sources: [] }, names: buildNameIndex(centralAsia), readDate },
});

test('a source or topic that is not there gets what it may have been, or what there is', () => {
  const sources = [sourceSchema.parse(makeSource({ id: 'sanchez-2026' }))];
  const desk = { definition: centralAsia, sources };
  const field = (name: string) => fieldsOf('add', 'fact', {}).find((one) => one.name === name);
  expect(field('source')?.write({}, 'sanches-2026', { ...reading, desk })).toContain(
    'Did you mean sanchez-2026?',
  );
  expect(field('source')?.write({}, 'reuters', { ...reading, desk })).toBeUndefined();
  const [first] = centralAsia.topics;
  expect(field('topic')?.write({}, '1', reading)).toContain(`It has ${first?.name}`);
});

describe('ids', () => {
  test.each([
    ['Cheney’s visit to Astana', 'cheneys-visit-to-astana'],
    ['Nazarbaïev — “the Élysée”', 'nazarbaiev-the-elysee'],
    ['Қазақстан газ сатады', 'qazaqstan-gaz-satady'],
    ['哈萨克斯坦', 'hasakesitan'],
    ['— 2026 —', '2026'],
    ['…', 'entry'],
  ])('%s', (title, id) => expect(idFrom(title)).toBe(id));

  test('any title gives an id that files may use, with room for a number', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (title) => {
        const id = idFrom(title);
        return idField.safeParse(id).success && idField.safeParse(`${id}-99`).success;
      }),
    );
  });

  test('one that is taken is not given again', async () => {
    const taken = new Set(['a', 'a-2']);
    expect(await freeId('a', async (id) => taken.has(id))).toBe('a-3');
  });
});

test.each([
  ['May 2006', '2006-05'],
  ['27 Feb 2023', '2023-02-27'],
  ['2006', '2006'],
  ['[1991-09-10..1991-09-16]', '[1991-09-10..1991-09-16]'],
  ['2023-02-27/2023-03-01', '2023-02-27/2023-03-01'],
  ['2019 to 2021', '2019/2021'],
  ['2026 March 16', '2026-03-16'],
  ['before 2028', '[..2027]'],
  ['by the end of 2030', '[..2030]'],
  ['after May 2030', '[2030-06..]'],
  ['before 5 May 2030', '[..2030-05-04]'],
  ['after 2026', '[2027..]'],
])('%s is kept as precise as it is', (typed, edtf) => {
  const raw: Raw = {};
  expect(eventDateField.write(raw, typed, reading)).toBeUndefined();
  expect(raw.dates).toEqual([{ edtf }]);
});

test.each([
  ['soon', 'May 2006'],
  ['31 February 2024', 'There is no 31 February 2024. February 2024 has 29 days.'],
  ['32 Nov 2026', 'There is no 32 November 2026. November 2026 has 30 days.'],
  ['0 May', 'There is no 0 May. May has at most 31 days.'],
  ['2026-11-32', 'There is no 32 November 2026.'],
  ['5 May 0026', 'The year 26 is too long ago. Write one from 1000 on.'],
  ['2024-13', 'There is no month 13'],
  ['03/04/2026', '2026-04-03 or 2026-03-04'],
  ['May or June', 'May 2006'],
  ['2015-02-27/2015-02-X8', 'May 2006'],
  ['27 February 2015 until the 8Xth', 'May 2006'],
])('%s is no date', (typed, advice) => {
  expect(eventDateField.write({}, typed, reading)).toContain(advice);
});

test.each([
  ['mid-December', 'fact', 'mid-December 2025'],
  ['mid-December', 'plan', 'mid-December 2026'],
  ['end of May', 'event', 'end of May 2026'],
  ['early March', 'plan', 'early March 2027'],
  ['late 2025', 'event', undefined],
  ['last month', 'event', 'October 2026'],
  ['yesterday', 'fact', '28 November 2026'],
  ['28 November', 'fact', '28 November 2026'],
  ['28 November', 'plan', '28 November 2027'],
])('“%s” of a %s is offered with its year, as precise as it is said: %s', (typed, kind, offered) => {
  const today = { ...reading, today: '2026-11-29', offers: new Map<string, string>() };
  const fault = eventDateField.write({ kind }, typed, today);
  expect(today.offers.get('date')).toBe(offered);
  if (offered === undefined) expect(fault).toBeUndefined();
  else expect(fault).toContain(`meant as ${offered}? Send it so`);
});

test.each([
  ['embargo', 'tomorrow', '30 November 2026'],
  ['embargo', '1 December, 08:00', '1 December 2026, 08:00'],
  ['embargo', 'next month', undefined],
  ['office', 'President of Kazakhstan since yesterday', 'President of Kazakhstan since 28 November 2026'],
  ['office', 'Mayor of Osh, 2 May to 3 June', 'Mayor of Osh, 2 May to 3 June 2026'],
  ['office', 'Envoy since 2024-13-40 until last month', 'Envoy since 2024-13-40 until October 2026'],
  ['office', 'Envoy from 2019 until last month [x]', 'Envoy since 2019 until October 2026 [x]'],
])('so it is in %s: %s', (name, typed, offered) => {
  const today = { ...reading, today: '2026-11-29', offers: new Map<string, string>() };
  const field = name === 'office' ? officesField : embargoField;
  expect(field.write({}, typed, today)).toContain(offered ? 'Send it so' : ' is no ');
  expect(today.offers.get(name)).toBe(offered);
});

test('a date that stands alone is no range', () => {
  expect(dateField('until', 'Reaches to').write({}, '2019 to 2021', reading)).toContain('such as 2021');
});

test('an embargo until a day ends as the day begins at the desk', () => {
  const raw: Raw = {};
  embargoField.write(raw, '2026-12-01', reading);
  expect(raw.embargo).toBe('2026-11-30T19:00:00Z');
  embargoField.write(raw, '2026-12-01T08:00:00Z', reading);
  expect(raw.embargo).toBe('2026-12-01T08:00:00Z');
});

describe('a form', () => {
  const bodies = [
    fact('f', {
      dates: [
        { edtf: '2006', sources: ['a'] },
        { edtf: '2007', sources: ['b'] },
      ],
      weight: 5,
    }),
    visit('v', '2006-05', {}, { note: 'As filed.', embargo: '2026-12-01T08:00:00Z' }),
    brief('b', { points: ['One.', 'Two.'], author: 'A. Writer' }),
  ];

  test.each(bodies)('that is saved as it was opened changes nothing of $id', (body) => {
    const { type, ...before } = body;
    const fields = fieldsOf('edit', type, before);
    const shown = Object.fromEntries(fields.map(({ name, show }) => [name, show(before)]));
    expect(changedValues(fields, before, shown)).toEqual({});
    expect(readValues(fields, before, shown, reading)).toEqual({ raw: before, faults: [] });
  });

  test('changes what was changed, and keeps what it cannot show', () => {
    const { type, ...before } = bodies[0]!;
    const fields = fieldsOf('edit', type, before);
    const { raw } = readValues(fields, before, { date: 'May 2006', why: 'It began there.' }, reading);
    expect(raw).toMatchObject({
      dates: [
        { edtf: '2006-05', sources: ['a'] },
        { edtf: '2007', sources: ['b'] },
      ],
      why: 'It began there.',
    });
    expect(readValues(fields, raw, { why: '' }, reading).raw).not.toHaveProperty('why');
  });

  test('joins the lines of what is one line, and keeps those of a summary', () => {
    const text = 'One.\r\n\n Two.';
    const read = (type: 'fact' | 'brief', name: string) =>
      readValues(fieldsOf('add', type, {}), {}, { [name]: text }, reading).raw[name];
    expect(read('fact', 'statement')).toBe('One. Two.');
    expect(read('brief', 'summary')).toBe(text);
  });

  test('asks for what is needed first, and for a visit’s own only of a visit', () => {
    const names = (kind: string) => fieldsOf('add', 'fact', { kind }).map(({ name }) => name);
    expect(names('event').slice(0, 5)).toEqual(['statement', 'date', 'topic', 'source', 'title']);
    expect(names('event')).not.toContain('visitor');
    expect(names('visit')).toContain('visitor');
    for (const { label, hint = '' } of fieldsOf('correct', 'fact', { kind: 'visit' })) {
      expect(label.length).toBeLessThanOrEqual(45);
      expect(hint.length).toBeLessThanOrEqual(100);
    }
  });
});

test('a change is told word by word, and joined again gives both texts', () => {
  fc.assert(
    fc.property(fc.lorem({ maxCount: 8 }), fc.lorem({ maxCount: 8 }), (was, is) => {
      fc.pre(was !== is);
      const [change] = changesBetween(fact('f', { statement: was }), fact('f', { statement: is }));
      const text = (left: string) =>
        change?.parts.filter(({ kind }) => kind !== left).map((part) => part.text);
      expect(change?.field).toBe('Statement');
      expect(text('new')?.join('')).toBe(was);
      expect(text('gone')?.join('')).toBe(is);
    }),
    { numRuns: 50 },
  );
});

test('a second pair of eyes is neither the author’s nor the last editor’s, unless one is enough', () => {
  const draft = { author: 'ann', editor: 'bob' };
  expect(['ann', 'bob', 'cay'].map((person) => mayApprove({}, draft, person))).toEqual([false, false, true]);
  expect(mayApprove({ review: 'one' }, draft, 'ann')).toBe(true);
  const grows = { review: 'one-until-second' } as const;
  expect([true, false].map((alone) => mayApprove(grows, draft, 'ann', alone))).toEqual([true, false]);
  expect(mayApprove({ review: 'four-eyes' }, draft, 'ann', true)).toBe(false);
});

test('an account is no second pair of eyes to itself, from another server or workspace', () => {
  const draft = { author: 'discord:100001:700001', editor: 'slack:T1:U1' };
  for (const person of ['discord:100002:700001', 'slack:T2:U1'])
    expect(mayApprove({}, draft, person)).toBe(false);
  for (const person of ['discord:100001:700002', 'slack:T1:U2', 'slack:T1:700001'])
    expect(mayApprove({}, draft, person)).toBe(true);
});
