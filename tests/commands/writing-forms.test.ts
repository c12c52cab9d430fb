import { describe, expect, test } from 'vitest';
import { whole } from './desk.ts';
import { admin } from './digest-service.ts';
import {
  ann,
  ask,
  bob,
  cay,
  draftOf,
  fact,
  published,
  says,
  service,
  withAnEditorAndTwoReviewers,
} from './writers.ts';

withAnEditorAndTwoReviewers();

describe('what is typed', () => {
  test('is kept although it cannot be read, and the form holds it with what is wrong beside it', async () => {
    const reply = await ask(
      '/deskwire-edit add fact title:"Half a fact" date:"31 February" topic:nonsense person:"Rice"',
    );
    expect(reply.outcome).toBe('question');
    const field = (name: string) => reply.form?.fields.find((one) => one.name === name);
    expect(field('title')).toMatchObject({ value: 'Half a fact' });
    expect(field('date')).toMatchObject({
      value: '31 February',
      fault: 'There is no 31 February. February has at most 29 days.',
    });
    expect(field('topic')).toMatchObject({
      value: 'nonsense',
      fault: expect.stringContaining('no topic'),
    });
    expect(field('statement')).not.toHaveProperty('fault');
    expect(whole(reply)).toContain('Still needed: statement and source.');
    expect(await says('/deskwire-edit draft list')).toContain('Half a fact');
  });

  test('has all that is wrong told at once, also what only the whole shows', async () => {
    const said = 'statement:"A summit of both was held." date:"May 2027" source:sanchez-2026 kind:event';
    const { form } = await ask(`/deskwire-edit add fact ${said} topic:enrgy`);
    const wrong = form?.fields.flatMap(({ name, fault }) => (fault ? [[name, fault.slice(0, 21)]] : []));
    expect(wrong).toEqual([
      ['topic', 'The desk has no topic'],
      ['kind', 'May 2027 lies after a'],
    ]);
    expect(await says('/deskwire-edit draft list')).toContain('“A summit of both was held.”');
  });

  test('whose words lack their quotes says where to put them', async () => {
    expect(await says('/deskwire-edit add fact title:Lease renewed date:"Feb 2026"')).toContain(
      'title:"Lease renewed"',
    );
    expect(await says('/deskwire-edit draft return k3f9a because it is right', bob)).toContain(
      'reason: with a value',
    );
  });

  test('off the house spelling is read with a notice; what fits two is asked about', async () => {
    const { definition } = service.app.desks.all()[0]!.desk;
    const person = definition.people.find(({ spellings }) => spellings.length > 0)!;
    const said = await says(`${fact} person:"${person.spellings[0]}"`);
    expect(said).toContain(person.name);
    expect(await says(`${fact} person:"Bush"`)).toMatch(/“Bush” fits several|is read as|no person/);
  });

  test('a visit is made whole from who, where and when', async () => {
    const reply = await ask(
      '/deskwire-edit add fact title:"Blinken in Astana again" statement:"Antony Blinken came to Astana." kind:visit date:"3 May 2024" person:antony-blinken place:astana country:KZ topic:visits source:sanchez-2026',
    );
    expect(reply.outcome, whole(reply)).toBe('ok');
    const id = draftOf(reply);
    expect((await service.app.store.drafts.get(id))?.body).toMatchObject({
      visit: {
        ...{ direction: 'to-region', visitor: 'antony-blinken', office: 'us-secretary-of-state' },
        ...{ from: 'US', host: 'KZ', places: ['astana'], trip: 'blinken-2024-05' },
      },
    });
  });

  test('is held to the rules of files', async () => {
    const reply = await ask(`${fact} standing:confirmed`);
    expect(reply.outcome).toBe('question');
    expect(whole(reply)).toContain('does not confirm anything');
  });

  test('of another person may be changed by reviewers only, and the editor may not approve it then', async () => {
    const id = draftOf(await ask(fact));
    await service.app.store.roles.grant({
      ...{ desk: 'centralasia', grantedBy: admin, grantedAt: service.time.clock(), subject: 'slack:T1:UDAN' },
      role: 'editor',
    });
    expect(await says(`/deskwire-edit edit ${id}`, 'slack:T1:UDAN')).toContain(
      'Only its author and reviewers',
    );
    await ask(`/deskwire-edit draft submit ${id}`);
    const filled = { form: id, values: { title: 'Baikonur leased' }, complete: true };
    await service.app.forms.fill({ ...filled, person: bob, interaction: 'i2' });
    expect(await ask(`/deskwire-edit draft approve ${id}`, bob)).toMatchObject({ outcome: 'forbidden' });
    expect(await says(`/deskwire-edit draft approve ${id}`, cay)).toContain('is published');
  });
});

describe('forms', () => {
  test('the same submission again changes nothing and gives the same answer', async () => {
    const { forms } = service.app;
    const id = draftOf(await ask(fact));
    const filled = { form: id, person: ann, complete: true, interaction: 'same' };
    const first = await forms.fill({ ...filled, values: { title: 'Once' } });
    expect(await forms.fill({ ...filled, values: { title: 'Twice' } })).toEqual(first);
    expect((await service.app.store.drafts.get(id))?.values.title).toBe('Once');
  });

  test('what is wrong comes back beside its field, and half a form only keeps', async () => {
    const { forms } = service.app;
    const blank = (await ask('/deskwire-edit add fact')).form;
    const half = { person: ann, values: { title: 'Begun' }, complete: false, interaction: 'a' };
    const none = { ...half, form: blank?.id ?? '' };
    expect(await forms.fill({ ...none, values: {}, interaction: '0' })).toMatchObject({ outcome: 'kept' });
    expect(await says('/deskwire-edit draft list')).toContain('You have no drafts here.');
    const kept = await forms.fill(none);
    if (kept.outcome !== 'kept') throw new Error('it was taken');
    const { id } = kept.form;
    expect(await says('/deskwire-edit draft list')).toContain(id);
    expect(JSON.stringify(kept)).not.toContain('"fault"');
    const faulty = await forms.fill({
      ...half,
      form: id,
      values: { date: 'soon' },
      complete: true,
      interaction: 'b',
    });
    if (faulty.outcome !== 'kept') throw new Error('it was taken');
    expect(faulty.form.fields.find(({ name }) => name === 'date')).toMatchObject({ value: 'soon' });
    expect(faulty.form.fields.find(({ name }) => name === 'statement')?.fault).toContain('Needed');
    expect((await forms.open(id, { person: ann }))?.fields.find(({ name }) => name === 'title')?.value).toBe(
      'Begun',
    );
    expect(await forms.open(id, { person: 'slack:T1:UREADER' })).toBeUndefined();
    const reader = await forms.fill({ ...half, form: id, person: 'slack:T1:UREADER', interaction: 'c' });
    expect(reader).toMatchObject({ outcome: 'answered', reply: { outcome: 'forbidden' } });
  });

  test('a draft is returned with a reason in a form of its own, and comes again', async () => {
    const { forms } = service.app;
    const id = draftOf(await ask(fact));
    await ask(`/deskwire-edit draft submit ${id}`);
    const asked = (await ask(`/deskwire-edit draft return ${id}`, bob)).form;
    const filled = { form: asked?.id ?? '', person: bob, complete: true, interaction: 'r' };
    expect(await forms.fill({ ...filled, values: { reason: ' ' } })).toMatchObject({ outcome: 'kept' });
    const done = await forms.fill({ ...filled, values: { reason: 'Which page?' } });
    expect(await forms.fill({ ...filled, values: { reason: 'Which page?' } })).toEqual(done);
    expect(await says('/deskwire-edit draft list')).toContain('returned: Which page?');
    expect(await says(`/deskwire-edit draft submit ${id}`)).toContain('waits for a reviewer');
  });
});

test('the source’s own words are shown beside the statement, and refused in it', async () => {
  const sentence =
    'The two governments have quietly agreed to prolong the lease of the cosmodrome for years to come.';
  const { drafts } = service.app.store;
  const values = {
    ...{ title: 'Baikonur lease renewed', date: 'Feb 2026', topic: 'diplomacy', source: 'sanchez-2026' },
    statement: 'The two governments have quietly agreed to prolong the lease.',
  };
  const draft = { desk: 'centralasia', act: 'add', type: 'fact', base: 0, author: ann } as const;
  const { id } = await drafts.add({ ...draft, values, excerpt: { sentence } }, service.time.clock());
  const form = await service.app.forms.open(id, { person: ann });
  expect(form?.about.join()).toContain(sentence);
  expect(form?.fields.find(({ name }) => name === 'statement')?.fault).toContain(
    'the desk’s own words'.replace('’', "'"),
  );
  expect((await ask(`/deskwire-edit draft submit ${id}`)).outcome).toBe('question');
  const sent = await service.app.forms.fill({
    ...{ form: id, values: { statement: 'Kazakhstan and Russia renewed the lease.' } },
    ...{ person: ann, complete: true, interaction: 'own-words' },
  });
  expect(JSON.stringify(sent)).toContain('waits for a reviewer');
  await ask(`/deskwire-edit draft approve ${id}`, bob);
  // They are no more the desk's in a later edit.
  const copied = await ask(`/deskwire-edit edit baikonur-lease-renewed statement:"${values.statement}"`);
  expect(copied.form?.fields.map(({ name, fault }) => [name, fault])).toEqual([
    ['statement', expect.stringContaining('words in a row are the source')],
  ]);
});

test('what an act lacks is asked for, and nothing else is said to be wrong', async () => {
  const corrected = await ask('/deskwire-edit correct sanchez-06');
  expect(corrected.form?.fields[0]).toMatchObject({ name: 'correction', required: true });
  expect(whole(corrected)).not.toContain('empty');
  // In a line that says what is right, the note alone is asked for; a form that is left keeps nothing.
  expect(await says('/deskwire-edit draft list')).toContain('You have no drafts here.');
  const half = await ask('/deskwire-edit correct sanchez-06 title:"Another title"');
  expect(whole(half)).toContain('Still needed: what was wrong.');
  expect(half.form?.fields.map(({ name }) => name)).toEqual(['correction', 'title']);
  expect((await ask('/deskwire-edit retract sanchez-06')).form?.fields.map(({ name }) => name)).toEqual([
    'reason',
  ]);
  expect(whole(await ask('/deskwire-edit edit no-such-entry'))).toContain('no entry no-such-entry');
});

test('a statement as long as it may be is one line, and names are completed', async () => {
  const long = `${'The lease goes on. '.repeat(41)}It does.`;
  const reply = await ask(fact.replace('Kazakhstan and Russia renewed the lease of Baikonur.', long));
  expect(reply.outcome, whole(reply)).toBe('ok');
  const typed = { desk: 'deskwire', command: 'add fact', option: 'person', typed: 'antony-blinken,chen' };
  const offered = await service.app.answerer.complete(typed, 5);
  expect(offered[0]).toEqual({ label: 'antony-blinken,Dick Cheney', command: 'antony-blinken,dick-cheney' });
});

test('what is too long for its field is kept too, and the form says by how much', async () => {
  const reply = await ask(
    `/deskwire-edit add fact title:"${'Baikonur '.repeat(40)}" statement:"${'long '.repeat(300)}" person:"${'x'.repeat(400)}" why:"${'y'.repeat(500)}" date:"May 2006"`,
  );
  const draft = await service.app.store.drafts.get(draftOf(reply));
  expect(draft?.values).toMatchObject({ title: expect.stringMatching(/^(Baikonur ){39}/), date: 'May 2006' });
  expect(whole(reply)).toContain('Title: At most 160 characters; this has 359.');
  const fields = reply.form?.fields.filter(({ fault }) => fault).map(({ name }) => name);
  expect(fields).toEqual(expect.arrayContaining(['title', 'statement', 'person', 'why']));
  const corrected = await ask(`/deskwire-edit correct sanchez-06 note:"${'z'.repeat(500)}"`);
  expect(whole(corrected)).toContain('At most 400 characters; this has 500.');
});

test('nor do they stand in what surrounds the statement', async () => {
  const sentence = 'The two presidents quarrelled bitterly over the price of water for almost three hours.';
  const draft = await service.app.store.drafts.add(
    {
      ...{ desk: 'centralasia', act: 'add', type: 'fact', base: 0, author: ann, excerpt: { sentence } },
      values: {
        ...{ title: 'Presidents quarrelled bitterly over the price of water', why: sentence, note: sentence },
        ...{ statement: 'They disagreed.', date: 'Feb 2026', topic: 'diplomacy', source: 'sanchez-2026' },
      },
    },
    service.time.clock(),
  );
  const said = await says(`/deskwire-edit draft submit ${draft.id}`);
  for (const field of ['Title', 'Why it matters', 'What a reader must know'])
    expect(said).toMatch(new RegExp(`${field}: \\d+ words in a row are the source's`));
});

test('a date after all that its source knows reaches the kind in the form, in the words of the form', async () => {
  const reply = await ask(fact.replace('Feb 2026', 'Oct 2026'));
  const wrong = reply.form?.fields.filter(({ fault }) => fault).map(({ name }) => name);
  expect(wrong).toEqual(['kind']);
  expect(whole(reply)).toContain('choose the kind “plan”');
  expect(whole(reply)).not.toMatch(/kind: plan|2026-10/);
});

describe('what a statement says of itself need not be said again', () => {
  const said = 'Kazakhstan and Uzbekistan signed an energy agreement in Tashkent on 16 February 2026.';
  const source = 'sanchez-2026';
  const form = async () => (await ask('/deskwire-edit add fact')).form;
  const bodyOf = async (id: string) => (await service.app.store.drafts.get(id))?.body;
  let sent = 0;
  const fill = (id: string, values: Record<string, string>) =>
    service.app.forms.fill({ form: id, values, person: ann, complete: true, interaction: `s${++sent}` });
  /** The draft that a form became. */
  async function written(id: string, values: Record<string, string>) {
    const outcome = await fill(id, values);
    if (outcome.outcome !== 'answered') throw new Error(JSON.stringify(outcome));
    return draftOf(outcome.reply);
  }

  test('in a form that was left empty but for it and its source', async () => {
    const asked = await form();
    expect(asked?.fields.filter(({ required }) => required).map(({ name }) => name)).toEqual([
      'statement',
      'source',
    ]);
    const blank = Object.fromEntries((asked?.fields ?? []).map(({ name, value = '' }) => [name, value]));
    const id = await written(asked?.id ?? '', { ...blank, statement: said, source });
    expect(await bodyOf(id)).toMatchObject({
      ...{ kind: 'event', countries: ['KZ', 'UZ'], places: ['tashkent'], topics: ['energy'] },
      dates: [{ edtf: '2026-02-16' }],
    });
    // What is emptied stays empty, and what is left alone follows the statement.
    await ask(`/deskwire-edit draft return ${id} reason:"Look again"`, bob);
    const again = (await ask(`/deskwire-edit edit ${id}`)).form;
    const shown = Object.fromEntries((again?.fields ?? []).map(({ name, value = '' }) => [name, value]));
    expect(shown).toMatchObject({ country: 'KZ, UZ', place: 'tashkent', topic: 'energy' });
    const statement = said.replace('Uzbekistan', 'Tajikistan').replace('Tashkent', 'Dushanbe');
    const changed = await written(again?.id ?? '', { ...shown, statement, place: '' });
    expect(await bodyOf(changed)).toMatchObject({ countries: ['KZ', 'TJ'], places: [], topics: ['energy'] });
  });

  test('in a line; what is said stands', async () => {
    const line = `/deskwire-edit add fact statement:"${said}" source:${source}`;
    expect(await bodyOf(draftOf(await ask(line)))).toMatchObject({ countries: ['KZ', 'UZ'], kind: 'event' });
    expect(await bodyOf(draftOf(await ask(`${line} country:KG date:"Feb 2026"`)))).toMatchObject({
      ...{ countries: ['KG'], places: ['tashkent'], dates: [{ edtf: '2026-02' }] },
    });
  });

  test.each([
    ['Tokayev will open the energy fair in Astana on 3 May 2027.', '', 'plan'],
    ['The energy fair takes place in Astana.', ' date:"3 May 2027"', 'plan'],
    ['Kazakhstan will hold energy talks in Astana this year.', ' date:"2026"', 'plan'],
    ['Kazakhstan held energy talks in Astana.', ' date:"2026"', 'event'],
  ])('%s%s is of kind %s%s', async (statement, date, kind) => {
    const id = draftOf(await ask(`/deskwire-edit add fact statement:"${statement}"${date} source:${source}`));
    expect(await bodyOf(id)).toMatchObject({ kind, topics: ['energy'] });
    await ask(`/deskwire-edit draft approve ${id}`, bob);
    const ahead = await says('/centralasia upcoming energy');
    expect(ahead.includes(statement.slice(0, -1))).toBe(kind === 'plan');
  });

  test('what it does not say is asked', async () => {
    const asked = await form();
    const outcome = await fill(asked?.id ?? '', { statement: 'A road is broad.', source });
    const wrong = outcome.outcome === 'kept' ? outcome.form.fields.filter(({ fault }) => fault) : [];
    expect(wrong.map(({ name }) => name)).toEqual(['date', 'topic']);
  });
});

test('a changed date that the statement still contradicts is pointed out', async () => {
  await published(fact.replace('renewed the lease of Baikonur.', 'renewed the lease on 16 February 2026.'));
  const correct = '/deskwire-edit correct baikonur-lease-renewed note:"It was a day earlier."';
  expect(await says(`${correct} date:"15 Feb 2026"`)).toContain('still say “16 February 2026”');
  expect(await says(`${correct} date:"16 Feb 2026"`)).not.toContain('still say');
});
