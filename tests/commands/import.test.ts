import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { briefSchema, factSchema } from '../../src/domain/entry.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { whole } from './desk.ts';
import { boxes, button, buttons, editor, openImports, reader, replied, ticking } from './import-desk.ts';

const railway = readFileSync('tests/import/articles/railway.html', 'utf8');
/** The same agency's text in another paper, a little shorter. */
const elsewhere = railway
  .replaceAll('Steppe Courier', 'Oxus Herald')
  .replace('The line is 152 kilometres long', 'It is 152 kilometres long');
const undated = `<html lang="en"><head><title>Talks in Tashkent</title></head><body><article><h1>Talks in Tashkent</h1>
<p>Uzbekistan and Kazakhstan opened talks in Tashkent yesterday on a common market for electricity, officials of both ministries told reporters after the first round.</p>
<p>President Shavkat Mirziyoyev received the Kazakh delegation. The two adapters will meet again in Astana next month, according to the Uzbek ministry of energy.</p></article></body></html>`;

let desk: Awaited<ReturnType<typeof openImports>>;
beforeAll(async () => {
  desk = await openImports({ '/elsewhere': elsewhere, '/undated': undated, '/empty': '<p>Hello</p>' });
});
afterAll(() => desk.end());

const line = (path: string) => `/deskwire-edit import ${desk.site.at(path)}`;

describe('an address', () => {
  test('becomes a source to grade, a brief to write and a list to tick, the likeliest first', async () => {
    const reply = await desk.ask(line('/railway?utm_source=x'));
    expect(reply).toMatchObject({ outcome: 'ok', visibility: 'private', desk: 'centralasia' });
    expect(whole(reply)).toContain('Kazakhstan and Uzbekistan open second rail crossing');
    for (const words of ['Author: Dana Oralova', 'Publication: Steppe Courier', 'Date: 18 March 2026'])
      expect(whole(reply)).toContain(words);
    const listed = await desk.ask(button(reply, 'Tick'));
    expect(boxes(listed)).toHaveLength(10);
    expect(boxes(listed)[0]?.label).toMatch(/^1\. likely · December 2022 · Kassym-Jomart Tokayev, Tashkent/);
    for (const { label } of boxes(listed)) expect([...label].length).toBeLessThanOrEqual(75);
    expect(listed.form?.about[0]).toContain('“It was Mr. Tokayev who first proposed the crossing');
    expect(reply.paging).toMatchObject({ page: 1, pages: 2, next: expect.stringContaining('page:2') });

    // What is only read leaves no draft.
    expect(await desk.drafts()).toEqual([]);
    const begun = await desk.ask(button(reply, 'Write the brief'));
    expect(begun.form?.title).toMatch(/^Add a brief: /);
    const made = (await desk.drafts()).filter(({ excerpt }) => excerpt?.title?.includes('rail crossing'));
    expect(made.find(({ act }) => act === 'source')?.values).toEqual({
      ...{ title: 'Kazakhstan and Uzbekistan open second rail crossing', publisher: 'Steppe Courier' },
      ...{ author: 'Dana Oralova', kind: 'press', grade: 'F', dated: '2026-03-18' },
      url: desk.site.at('/railway?utm_source=x'),
    });
    const brief = made.find(({ type, act }) => type === 'brief' && act === 'add');
    expect(brief?.values).toMatchObject({ author: 'Dana Oralova', source: 'steppe-courier-2026-03-18' });
    expect(brief?.values).not.toHaveProperty('summary');

    const second = await desk.ask(reply.paging?.next ?? '');
    expect(boxes(await desk.ask(button(second, 'Tick')))[0]?.label).toMatch(/^11\. /);
  });

  test('ticked sentences become facts without a statement, each once, with the sentence beside it', async () => {
    const reply = await desk.ask(button(await desk.ask(line('/railway?utm_source=x')), 'Look for facts'));
    const listed = await desk.ask(button(reply, 'Tick'));
    const ticked = ticking(listed, 'opened a second railway crossing on 16 March 2026', 'lent 60 per cent');
    const done = replied(await desk.fill(listed.form?.id, ticked));
    expect(whole(done)).toContain('2 facts are drafted');
    const [first] = buttons(done);
    expect(first).toMatchObject({
      label: 'Write it',
      command: expect.stringMatching(/^\/deskwire-edit edit [0-9a-z]{5} /),
    });
    const facts = async () => (await desk.drafts()).filter(({ type }) => type === 'fact');
    const fact = (await facts()).find(({ excerpt }) => excerpt?.sentence?.includes('16 March 2026'));
    expect(fact).toMatchObject({ act: 'add', author: editor, state: 'draft', base: 0 });
    expect(fact?.values).toEqual({
      ...{ kind: 'event', standing: 'reported', date: '2026-03-16', source: 'steppe-courier-2026-03-18' },
      ...{ country: 'KZ, UZ', topic: 'corridors' },
    });
    const statement = 'A second border crossing for trains between the two is in use.';
    expect(whole(replied(await desk.fill(fact?.id, { statement })))).toContain('waits for a reviewer');
    const source = (await desk.drafts()).find(
      ({ act, entry }) => act === 'source' && entry?.startsWith('steppe'),
    );
    expect(source?.state).toBe('published');
    const before = (await facts()).length;
    replied(await desk.fill(listed.form?.id, ticked));
    expect(await facts()).toHaveLength(before);
  });

  test('what is planned without a date comes after the article, and did not happen on its day', async () => {
    const text =
      'A loan for the line\n\nBy Ann Lee\n\n18 March 2026\n\nThe Asian Development Bank will lend Kazakhstan half of the sum.';
    const reply = replied(await desk.fill('import-text-centralasia', { text1: text }));
    const listed = await desk.ask(button(reply, 'Tick'));
    replied(await desk.fill(listed.form?.id, ticking(listed, 'will lend')));
    const plan = (await desk.drafts()).find(({ excerpt }) => excerpt?.sentence?.includes('will lend'));
    expect(plan?.values).toMatchObject({ kind: 'plan', date: '[2026-03-18..]' });
  });

  test('what the desk has already is offered as one more source of it', async () => {
    const text = `Blinken in Astana\n\nBy Ann Lee\n\n1 March 2023\n\nSecretary of State Antony Blinken visited Astana on 28 February 2023 and met President Tokayev.\n\nKazakhstan could join the pact of the neighbours, Tokayev believes.`;
    const reply = replied(await desk.fill('import-text-centralasia', { text1: text }));
    const listed = await desk.ask(button(reply, 'Tick'));
    expect(listed.form?.about[0]).toContain('already here: ');
    expect(listed.form?.about[0]).toContain('hsg-t-4127');
    expect(listed.form?.about.join()).toContain('speculation');
    const done = replied(await desk.fill(listed.form?.id, ticking(listed, 'visited Astana on 28')));
    const second = await desk.ask(button(done, 'second source of hsg-t-4127'));
    expect(whole(second)).toContain('one more source of hsg-t-4127');
    const [edit] = await desk.store.drafts.list({ desk: 'centralasia', entry: 'hsg-t-4127', limit: 1 });
    expect(edit).toMatchObject({ act: 'edit', type: 'fact', author: editor, base: 1 });
    expect(edit?.values).toEqual({
      source: expect.stringMatching(/^hsg-secretaries.*; ann-lee-2023-03-01$/),
    });
    const again = await desk.ask(button(done, 'It is another fact'));
    expect(whole(again)).toContain('1 fact is drafted');
  });
});

test('a fact of one sentence is already here for that sentence, and for no other of its article', async () => {
  const first = 'Dick Cheney and President Nazarbayev spoke of a new pipeline in Astana on 5 May 2007.';
  const second =
    'Dick Cheney and President Nazarbayev spoke of a new pipeline and of wheat in Astana on 5 May 2007.';
  const text = `Talks in Astana\n\nBy Ann Lee\n\n6 May 2007\n\n${first}\n\n${second}`;
  const reply = replied(await desk.fill('import-text-centralasia', { text1: text }));
  const offer = (await desk.ask(button(reply, 'Draft 1'))).form;
  const statement = 'A line for oil was on the table between the two.';
  replied(await desk.fill(offer?.id, { statement, topic: 'energy' }));
  const [draft] = (await desk.drafts()).filter(({ excerpt }) => excerpt?.sentence === first);
  const granted = { role: 'reviewer' as const, desk: '*', grantedBy: 'test', grantedAt: new Date(0) };
  await desk.store.roles.grant({ subject: 'slack:T1:UREVIEWER', ...granted });
  await desk.ask(`/deskwire-edit draft approve ${draft?.id}`, 'slack:T1:UREVIEWER');
  const shown = whole(await desk.ask(`/deskwire-edit import draft:${draft?.excerpt?.import}`));
  expect(shown).toContain(`“${first}” (already here: ${draft?.entry})`);
  expect(shown).not.toContain(`“${second}” (`);
});

describe('an article that the desk has', () => {
  test('is known again by its address, however that is written', async () => {
    await desk.ask(button(await desk.ask(line('/minister')), 'Write the brief'));
    const again = await desk.ask(line('/minister#top'));
    expect(again).toMatchObject({ outcome: 'question' });
    expect(whole(again)).toMatch(/has this address already: draft [0-9a-z]{5}/);
    const before = (await desk.drafts()).length;
    const facts = await desk.ask(button(again, 'Look for facts'));
    expect(boxes(await desk.ask(button(facts, 'Tick'))).length).toBeGreaterThan(5);
    expect(await desk.drafts()).toHaveLength(before);
  });

  test('is known again by nearly the same text from another paper', async () => {
    const again = await desk.ask(line('/elsewhere'));
    expect(whole(again)).toMatch(/nearly the same text already, from elsewhere: draft [0-9a-z]{5}/);
  });
});

describe('what a page does not say', () => {
  test('is asked for: without its day “yesterday” means nothing', async () => {
    const reply = await desk.ask(line('/undated'));
    expect(reply).toMatchObject({ outcome: 'question', form: { title: 'About the article' } });
    const goOn = /not kept; the import is\. (\S+ import draft:[0-9a-z]{5} \S+) goes on/.exec(
      reply.form?.left ?? '',
    );
    expect((await desk.ask(goOn?.[1] ?? '')).form).toEqual(reply.form);
    expect(whole(reply)).toContain('It does not say when it appeared.');
    const wrong = await desk.fill(reply.form?.id, { title: 'Talks', dated: 'soon' });
    expect(wrong).toMatchObject({ outcome: 'kept' });
    const kept = wrong.outcome === 'kept' ? wrong.form.fields : [];
    expect(kept.find(({ name }) => name === 'dated')).toMatchObject({
      value: 'soon',
      fault: expect.stringContaining('18 March 2026'),
    });
    const told = replied(
      await desk.fill(reply.form?.id, { title: 'Talks in Tashkent', dated: '3 June 2026' }),
    );
    expect(whole(told)).toMatch(/2 June 2026.*opened talks in Tashkent yesterday/);
    expect(whole(told)).toContain('Date: 3 June 2026');
  });

  test('a date that nobody knows keeps nothing from being imported', async () => {
    const reply = replied(
      await desk.fill('import-text-centralasia', {
        text1:
          'A quarrel over water\n\nTajikistan and Uzbekistan quarrelled over the water of the river Vakhsh in 1999.',
      }),
    );
    const told = replied(
      await desk.fill(reply.form?.id, { title: 'A quarrel over water', dated: 'unknown' }),
    );
    expect(whole(told)).toContain('likely · 1999');
  });
});

describe('pasted text', () => {
  test('has a form of its own, in as many fields as a modal has', async () => {
    const slack = await desk.ask('/deskwire-edit import');
    expect(slack.form?.fields.map(({ kind }) => 'max' in kind && kind.max)).toEqual(Array(5).fill(3000));
    await desk.store.roles.grant({
      ...{ subject: 'discord:G1:U1', role: 'editor', desk: '*', grantedBy: 'test', grantedAt: new Date(0) },
    });
    const discord = await desk.ask('/deskwire-edit import', 'discord:G1:U1');
    expect(discord.form?.fields.map(({ kind }) => 'max' in kind && kind.max)).toEqual(Array(5).fill(4000));
  });

  test('in the line itself is not lost, and asked for once more with its paragraphs', async () => {
    const reply = await desk.ask('/deskwire-edit import He said “we will build” in 2024, on the page');
    expect(reply.form?.fields[0]?.value).toContain('He said we will build in 2024');
  });

  test.each([
    ...['docs/example-article.txt', '/tmp/a.txt', './a', '~/a.md', 'file:///etc/passwd'],
    ...['article.txt', 'C:\\\\a.txt'],
  ])('is asked for where a file is named, and the shell is where files are taken: %s', async (name) => {
    const reply = await desk.ask(`/deskwire-edit import ${name}`);
    expect(whole(reply)).toContain('npm run -s deskwire -- import FILE --desk centralasia');
    expect(reply.form?.fields[0]?.value).toBeUndefined();
  });

  test('of a page whose name ends like a file is no file', async () => {
    const reply = await desk.ask('/deskwire-edit import no-such-site.invalid/article.txt');
    expect(whole(reply)).not.toContain('in the shell');
  });

  test.each([
    ['/nothing', 'no such page'],
    ['/empty', 'No article was found'],
  ])('is what a page that cannot be read is answered with: %s', async (path, says) => {
    const reply = await desk.ask(line(path));
    expect(whole(reply)).toContain(says);
    expect(reply.form?.id).toBe('import-text-centralasia');
    expect(reply.form?.about[0]).toContain(says);
  });

  test('that is empty is asked for again, with the reason beside the field', async () => {
    const outcome = await desk.fill('import-text-centralasia', { text1: ' \n ' });
    expect(outcome).toMatchObject({
      outcome: 'kept',
      form: { fields: [{ fault: expect.any(String) }, {}, {}, {}, {}] },
    });
  });
});

describe('who may', () => {
  test('readers get no sentence of an article, by command or by form', async () => {
    const reply = await desk.ask(button(await desk.ask(line('/minister')), 'Look for facts'));
    const listed = await desk.ask(button(reply, 'Tick'));
    const id = /draft:([0-9a-z]{5})/.exec(whole(reply))?.[1];
    for (const typed of ['/deskwire-edit import', line('/railway'), `/deskwire-edit import draft:${id}`])
      expect(await desk.ask(typed, reader)).toMatchObject({ outcome: 'forbidden' });
    const before = (await desk.drafts()).length;
    const forged = await desk.fill(listed.form?.id, ticking(listed, 'ratified'), reader);
    expect(replied(forged)).toMatchObject({ outcome: 'forbidden' });
    expect(await desk.drafts()).toHaveLength(before);
    expect(await desk.app.forms.open(listed.form?.id ?? '', { person: reader })).toBeUndefined();
    expect(await desk.app.forms.open(listed.form?.id ?? '', { person: editor })).toEqual(listed.form);
  });

  test('an import is gone on with by its id alone', async () => {
    const known = JSON.stringify(await desk.ask(line('/undated')));
    const id = /draft:([0-9a-z]{5})/.exec(known)?.[1] ?? '';
    const reply = await desk.ask(`/deskwire-edit import ${id}`);
    expect(whole(reply)).toContain('Talks in Tashkent');
    expect(reply).toEqual(await desk.ask(`/deskwire-edit import draft:${id}`));
    expect((await desk.ask('/deskwire-edit import water')).form?.fields[0]?.value).toBe('water');
  });

  test('an import of another desk or of none is not found', async () => {
    expect(await desk.ask('/deskwire-edit import draft:zzzzz')).toMatchObject({ outcome: 'not_found' });
    expect(replied(await desk.fill('import-claims-zzzzz-1', { claims: 'x' }))).toMatchObject({
      outcome: 'not_found',
    });
    expect(replied(await desk.fill('import-nonsense', {}))).toMatchObject({ outcome: 'not_found' });
  });
});

test('after a week the sentences are gone, and what was drafted stays', async () => {
  const reply = await desk.ask(button(await desk.ask(line('/minister')), 'Look for facts'));
  const listed = await desk.ask(button(reply, 'Tick'));
  replied(await desk.fill(listed.form?.id, ticking(listed, 'ratified')));
  const before = (await desk.drafts()).length;
  desk.pass(7);
  const id = /draft:([0-9a-z]{5})/.exec(whole(reply))?.[1];
  const gone = await desk.ask(`/deskwire-edit import draft:${id}`);
  expect(gone).toMatchObject({ outcome: 'not_found' });
  expect(whole(gone)).toContain('not kept any more');
  expect(await desk.drafts()).toHaveLength(before);
});

describe('a pasted text that is written as the desk writes', () => {
  const fact = (id: string, over: Record<string, string> = {}) =>
    Object.entries({
      ...{ id, kind: 'event', title: `On ${id}`, statement: 'Something.', dates: '[2026-03]' },
      ...{ standing: 'reported', topics: '[diplomacy]', sources: '[sanchez-2026]', published: '2026-03-20' },
      ...over,
    })
      .map(([key, value], at) => `${at === 0 ? '- ' : '  '}${key}: ${value}\n`)
      .join('');
  const paste = (text1: string, more: Record<string, string> = {}, person = editor) =>
    desk.fill('import-text-centralasia', { text1, ...more }, person);
  const draftsOf = async (entry: string) => (await desk.drafts()).filter((one) => one.entry === entry);

  test('waits for a reviewer, each entry by itself and each once, over as many fields as it needs', async () => {
    const reply = replied(await paste(fact('paste-one'), { text2: fact('paste-two') }));
    expect(reply).toMatchObject({ outcome: 'ok', visibility: 'private' });
    expect(whole(reply)).toContain(
      '2 new, 0 changed, 0 the same. What is new or changed waits for a reviewer.',
    );
    expect(await draftsOf('paste-two')).toMatchObject([
      { act: 'import', state: 'in review', author: editor },
    ]);
    expect(buttons(reply).map(({ label }) => label)).toContain('What waits for review');
    await paste(fact('paste-one'));
    expect(await draftsOf('paste-one')).toHaveLength(1);
    expect(whole(await desk.ask('/centralasia search paste'))).not.toContain('On paste-one');
  });

  test('as a table or as JSON it is the same', async () => {
    const table = replied(
      await paste(
        'id,kind,title,statement,dates,standing,topics,sources,published\npaste-three,event,Three,"One, two",2026-03; 2026-02 | sanchez-2026,reported,diplomacy,sanchez-2026,2026-03-20',
      ),
    );
    expect(whole(table)).toContain('1 new');
    expect((await draftsOf('paste-three'))[0]?.body).toMatchObject({
      dates: [{ edtf: '2026-03' }, { edtf: '2026-02' }],
    });
    const { body } = (await draftsOf('paste-three'))[0] ?? {};
    const again = replied(await paste(JSON.stringify({ ...body, id: 'paste-four' })));
    expect(whole(again)).toContain('1 new');
  });

  test('with a fault is kept as it was, with line and remedy, and nothing is taken', async () => {
    const text = fact('paste-five') + fact('paste-six', { topics: '[diplomcy]' });
    const outcome = await paste(text);
    if (outcome.outcome !== 'kept') throw new Error('it was taken');
    expect(outcome.form.fields[0]).toMatchObject({
      value: text,
      fault: 'Line 16: unknown topic "diplomcy" in "topics"; did you mean "diplomacy"? Nothing was taken.',
    });
    expect(await draftsOf('paste-five')).toEqual([]);
    const opened = await desk.app.forms.open('import-text-centralasia', { person: editor });
    expect(opened?.fields[0]?.value).toBe(text);
    expect(await desk.app.forms.open('import-text-centralasia', { person: reader })).toBeUndefined();
  });

  test('that may be an article too is asked about, and what is said counts', async () => {
    const text =
      'Talks on water\ntitle: Talks\nsources: unnamed officials\n\nKazakhstan and Uzbekistan held talks in Tashkent on 3 March 2026.';
    const outcome = await paste(text);
    if (outcome.outcome !== 'kept') throw new Error('it was taken');
    const asked = outcome.form.fields.find(({ name }) => name === 'what');
    expect(asked).toMatchObject({ fault: expect.stringContaining('Say which'), kind: { type: 'choice' } });
    expect(outcome.form.fields.length).toBeLessThanOrEqual(5);
    const article = await desk.fill('import-text-centralasia', { what: 'article' });
    expect(whole(replied(article))).toContain('Talks on water');
    const data = await paste(text, { what: 'data' });
    if (data.outcome !== 'kept') throw new Error('it was taken');
    expect(data.form.fields[0]?.fault).toContain('Line 1');
  });

  test('is shown to the reviewer whole, whatever an entry can say', async () => {
    const common = {
      ...{ title: 'On pasting', topics: ['diplomacy'], countries: ['UZ'], people: ['marco-rubio'] },
      ...{ organisations: ['c5-plus-1'], places: ['tashkent'], published: '2026-01-30', weight: 5 },
      ...{ sources: [{ id: 'sanchez-2026', at: 'page ninety', url: 'https://closer.example/it' }] },
      ...{ why: 'It weighs.', state: 'corrected', owner: 'The keeper' },
      ...{ related: ['sanchez-06'], reviewed: '2026-02-27' },
      corrections: [{ on: '2026-02-26', note: 'All before was wrong.' }],
    };
    const made = [
      factSchema.parse({
        ...{ ...common, id: 'paste-all', kind: 'plan', statement: 'It is meant.', standing: 'disputed' },
        supersedes: 'sanchez-38',
        ...{ dates: [{ edtf: '2026-03', sources: ['sanchez-2026'], note: 'By the old calendar.' }] },
        ...{ outcome: 'sanchez-46', note: 'Filed elsewhere.' },
        disagreements: [{ about: 'the name', says: 'Another name.', sources: ['sanchez-2026'] }],
      }),
      briefSchema.parse({
        ...{ ...common, id: 'paste-brief', kind: 'analysis', author: 'A. Writer', dated: '2026-01-02' },
        ...{ summary: 'First. Second. Third.\n\nA second paragraph.', points: ['A point.'] },
        ...{ argues: ['An argument.'], reports: ['A report.'] },
        ...{ handling: 'internal', embargo: '2026-12-24T08:00:00Z' },
      }),
    ];
    for (const [at, one] of made.entries())
      replied(await paste(JSON.stringify({ type: at === 0 ? 'fact' : 'brief', ...one })));
    const pages = [1, 2, 3].map((page) => desk.ask(`/deskwire-edit review page:${page}`));
    const shown = (await Promise.all(pages)).map(whole).join('\n');
    for (const words of [
      ...[
        'It weighs.',
        'The keeper',
        'sanchez-06',
        'sanchez-38',
        '27 February 2026',
        'All before was wrong.',
      ],
      ...[
        'https://closer.example/it',
        'By the old calendar.',
        'sanchez-46',
        'Filed elsewhere.',
        'Another name.',
      ],
      ...['Third.', 'A second paragraph.', 'A point.', 'An argument.', 'A report.', 'A. Writer', 'internal'],
      ...['24 December 2026, 08:00 UTC', '30 January 2026'],
    ])
      expect(shown).toContain(words);
  });

  test('is refused to a reader', async () => {
    expect(replied(await paste(fact('paste-seven'), {}, reader))).toMatchObject({ outcome: 'forbidden' });
    expect(await draftsOf('paste-seven')).toEqual([]);
  });
});

describe('an address given as a source', () => {
  const add = (statement: string, path: string) =>
    desk.ask(
      `/deskwire-edit add fact statement:"${statement}" date:"March 2026" topic:diplomacy source:"${desk.site.at(path)}"`,
    );

  test('becomes one, once, and is said to be none where nothing can be read', async () => {
    const first = whole(await add('Both ministries speak of a settlement.', '/minister'));
    expect(first).toContain('waits for a reviewer');
    expect(first).not.toContain('not known');
    expect(whole(await add('A second thing was settled as well.', '/minister'))).toContain(
      'waits for a reviewer',
    );
    const made = await desk.drafts();
    const cited = ['Both ministries', 'A second thing'].map(
      (words) => made.find(({ values }) => values.statement?.startsWith(words))?.body?.sources[0]?.id,
    );
    expect(cited[0]).toMatch(/^[a-z0-9-]+$/);
    expect(cited[1]).toBe(cited[0]);
    expect(whole(await add('Nothing is there.', '/nowhere'))).toContain('No article could be read at');
  });
});

describe('the one form of an article', () => {
  let undatedForm: Reply['form'];
  const offer = async (path: string) => (await desk.ask(`/deskwire-edit add ${desk.site.at(path)}`)).form;
  const field = (form: Reply['form'], name: string) => form?.fields.find((one) => one.name === name);
  const send = (
    form: string | undefined,
    values: Record<string, string>,
    interaction: string,
    person = editor,
  ) => desk.app.forms.fill({ form: form ?? '', values, person, complete: true, interaction });

  test('keeps nothing until something is written, is sent once, and grades as the publisher was last graded', async () => {
    const before = (await desk.drafts()).length;
    const form = await offer('/water');
    expect(field(form, 'grade')?.value).toBe('F');
    expect(await send(form?.id, {}, 'none')).toMatchObject({ outcome: 'kept', form: { id: form?.id } });
    expect(replied(await send(form?.id, { statement: 'Forged.' }, 'forged', reader))).toMatchObject({
      outcome: 'forbidden',
    });
    expect(await desk.drafts()).toHaveLength(before);

    const values = {
      statement: 'The two want the rivers shared by another rule.',
      topic: 'diplomacy',
      grade: 'B',
    };
    const sent = await send(form?.id, values, 'once');
    expect(whole(replied(sent))).toContain('waits for a reviewer');
    expect(await send(form?.id, values, 'once')).toEqual(sent);
    // The source and the fact.
    expect(await desk.drafts()).toHaveLength(before + 2);
    undatedForm = await offer('/undated');
    expect(field(undatedForm, 'grade')?.value).toBe('B');
  });

  test('that comes back with a fault holds all that was typed, as a draft, and says who writes of it already', async () => {
    const form = undatedForm;
    const copied = 'Officials of both ministries told reporters after the first round of a common market.';
    const back = await send(
      form?.id,
      { statement: copied, topic: 'energy', date: '16 March 2026' },
      'copied',
    );
    if (back.outcome !== 'kept') throw new Error('it was taken');
    expect(field(back.form, 'statement')).toMatchObject({
      ...{ value: copied, fault: expect.stringContaining('words in a row are the source') },
    });
    expect(field(back.form, 'date')?.value).toBe('16 March 2026');
    expect(field(back.form, 'topic')?.value).toBe('energy');
    const again = await desk.ask(`/deskwire-edit add ${desk.site.at('/undated')}`);
    expect(whole(again)).toContain(`Draft ${back.form.id} by ${editor} is from this article already.`);
  });
});
