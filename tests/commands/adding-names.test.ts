import { describe, expect, test } from 'vitest';
import type { Reply } from '../../src/domain/reply.ts';
import { whole } from './desk.ts';
import { ann, ask, bob, draftOf, says, service, withAnEditorAndTwoReviewers } from './writers.ts';

withAnEditorAndTwoReviewers();

const approved = async (line: string) => {
  const draft = draftOf(await ask(line, ann));
  expect(draft, line).not.toBe('');
  return says(`/deskwire-edit draft approve ${draft}`, bob);
};
const aigul =
  '/deskwire-edit add person name:"Aigul Serikova" country:Kazakhstan spellings:"Айгуль Серикова, A. Serikova"';
const factOn = (more: string) =>
  `/deskwire-edit add fact title:"Talks in the capital" statement:"A round of talks was held in the capital." date:"May 2006" country:Kazakhstan source:sanchez-2026 ${/topic:/.test(more) ? more : `topic:visits ${more}`}`;
const desk = () => service.app.desks.byId('centralasia')?.desk;

describe('a name written in chat', () => {
  test('is reviewed by a second person, and then known in every spelling', async () => {
    const written = await ask(aigul);
    expect(whole(written)).toContain('add a person');
    expect(whole(written)).toContain('It waits for a reviewer.');
    expect(await says('/centralasia who Серикова')).not.toContain('Aigul Serikova');
    const draft = draftOf(written);
    expect(await ask(`/deskwire-edit draft approve ${draft}`)).toMatchObject({ outcome: 'forbidden' });
    expect(await says('/deskwire-edit review', bob)).toContain('Айгуль Серикова');
    expect(await says(`/deskwire-edit draft approve ${draft}`, bob)).toContain(
      'Entries can name the person aigul-serikova now.',
    );
    expect(await says('/centralasia who Серикова')).toContain('Aigul Serikova');
    const field = { desk: 'centralasia', kinds: ['person'], typed: 'serik' } as const;
    expect(service.app.answerer.names(field, 5)).toContainEqual({
      command: 'aigul-serikova',
      label: 'Aigul Serikova',
    });
    await approved(factOn('person:"A. Serikova"'));
    expect(await says('/centralasia facts person:serikova')).toContain('Talks in the capital');
  });

  test.each([
    ['organisation name:"Steppe Rail" spellings:"Степь Рейл"', 'organisation:"Степь Рейл"'],
    ['place name:"Kokpekty" country:KZ spellings:"Кокпекты"', 'place:Кокпекты'],
    ['organisation name:"Общество пчеловодов"', 'organisation:"obshchestvo pchelovodov"'],
    ['topic name:"Beekeeping" spellings:"Пчеловодство" words:"honey, hives"', 'topic:Пчеловодство'],
  ])('add %s', async (line, use) => {
    expect(await approved(`/deskwire-edit add ${line}`)).toContain('Entries can name the');
    await approved(factOn(use));
    expect(await says(`/centralasia facts ${use}`)).toContain('Talks in the capital');
  });

  test('is edited, corrected, retracted and put back, each by a second person', async () => {
    await approved(aigul);
    const id = 'aigul-serikova';
    expect(await approved(`/deskwire-edit edit ${id} country:Uzbekistan`)).toContain(`${id} says so now.`);
    await approved(`/deskwire-edit correct ${id} name:"Aigul Serik" note:"Her name is Serik."`);
    expect(desk()?.definition.people.at(-1)).toMatchObject({ id, name: 'Aigul Serik', country: 'UZ' });
    expect(await says(`/centralasia who ${id} show:details`)).toContain('Her name is Serik.');
    expect(await approved(`/deskwire-edit retract ${id} reason:"There is no such person."`)).toContain(
      'is retracted: no further entry can name it.',
    );
    expect(await says(factOn(`person:${id}`))).toContain(`${id} is retracted: There is no such person.`);
    expect(await says('/centralasia who Серикова')).not.toContain('Aigul Serik');
    await approved(`/deskwire-edit undo ${id}`);
    expect(await says('/centralasia who Серикова')).toContain('Aigul Serik');
    const history = await says(`/deskwire-edit history ${id}`);
    for (const one of ['1: added', '2: edited', '3: corrected', '4: retracted', '5: taken back'])
      expect(history).toContain(one);
    expect(history).toContain('Country: KZ → UZ');
  });

  test('asks in a form for what its kind has', async () => {
    const asks = async (kind: string) =>
      (await ask(`/deskwire-edit add ${kind}`)).form?.fields.map((one) => one.name);
    expect(await asks('person')).toEqual(['name', 'country', 'spellings', 'office', 'source']);
    const { form } = await ask('/deskwire-edit add person');
    const oneByOne = form?.fields.filter(({ required, also }) => required || also);
    expect(oneByOne?.map(({ name }) => name)).toEqual(['name', 'country', 'office']);
    expect(await asks('office')).toEqual(['name', 'country', 'spellings']);
    expect(await asks('organisation')).toEqual(['name', 'spellings']);
    expect(await asks('place')).toEqual(['name', 'country', 'spellings']);
    expect(await asks('topic')).toEqual(['name', 'spellings', 'words']);
    expect(await says('/deskwire-edit add place name:Kokpekty')).toContain('Still needed: country.');
    expect(await says('/deskwire-edit draft list')).toContain('add a place, “Kokpekty”');
  });
});

describe('a name that the desk has already', () => {
  test.each([
    ['person name:"Sadyr Japarov"', 'The desk has it already: Sadyr Japarov (sadyr-japarov).'],
    [
      'person name:"S. Zhaparov" spellings:"Садыр Жапаров"',
      '“Садыр Жапаров” is Sadyr Japarov (sadyr-japarov) here.',
    ],
    ['place name:"Gorod Osh" country:KG spellings:"Ош"', '“Ош” is Osh (osh) here.'],
    ['person name:"…"', 'A name has letters.'],
    ['topic name:"Energy"', 'The desk has it already: Energy (energy).'],
  ])('add %s', async (line, says) => {
    const reply = await ask(`/deskwire-edit add ${line}`);
    expect(reply.outcome).toBe('question');
    expect(whole(reply)).toContain(says);
  });

  test('of two drafts of one name the second is refused', async () => {
    const [one, two] = [draftOf(await ask(aigul)), draftOf(await ask(aigul))];
    await says(`/deskwire-edit draft approve ${one}`, bob);
    expect(await says(`/deskwire-edit draft approve ${two}`, bob)).toContain('The desk has it already');
  });

  test('of one that a fact brought first no approval is offered, but its spellings for the one there is', async () => {
    const draft = draftOf(await ask(aigul));
    expect(await says('/deskwire-edit review', bob)).toContain(`draft approve ${draft}`);
    await approved(factOn('person:"Aigul Serikova (new: Kazakhstan)"'));
    const waits = await says('/deskwire-edit review', bob);
    expect(waits).toContain('Discard this draft, and change that one where it lacks something.');
    expect(waits).not.toContain(`draft approve ${draft}`);
    expect(waits).toContain(`draft discard ${draft}`);
    const spelt = 'edit aigul-serikova spellings:"Айгуль Серикова, A. Serikova"';
    const own = await says(`/deskwire-edit edit ${draft}`);
    expect(own).toContain(`Add its spellings to aigul-serikova → /deskwire-edit ${spelt}`);
    expect(own).toContain(`/deskwire-edit draft discard ${draft}`);
    await approved(`/deskwire-edit ${spelt}`);
    expect(await says('/centralasia who Серикова')).toContain('Aigul Serikova');
    const after = await says('/deskwire-edit review', bob);
    expect(after).toContain('Edit aigul-serikova → /deskwire-edit edit aigul-serikova');
    expect(after).not.toContain('Add its spellings');
  });
});

test('a name that desk.yaml gains later serves as the file says, and its history says so', async () => {
  await approved(aigul);
  const { content } = service.app.store;
  const filed = await content.filedDesk('centralasia');
  if (!filed) throw new Error('the desk serves');
  const own = { id: 'aigul-serikova', name: 'Aigul Serikqyzy', country: 'KZ', roles: [], spellings: [] };
  const definition = {
    ...filed,
    definition: { ...filed.definition, people: [...filed.definition.people, own] },
  };
  const none = { entries: [], files: [], removed: [] };
  await content.apply({ desk: 'centralasia', definition, ...none }, service.time.clock());
  await service.app.desks.refresh();
  expect(desk()?.definition.people.filter(({ id }) => id === own.id)).toEqual([own]);
  expect(await says(`/deskwire-edit history ${own.id}`)).toContain(
    'told otherwise by its file, which serves',
  );
});

describe('the offices of a person', () => {
  const cabinet =
    '/deskwire-edit add source title:"Cabinet" publisher:"The Cabinet" kind:official grade:A dated:"1 June 2026"';
  const id = 'aigul-serikova';
  const roles = () => desk()?.definition.people.find((one) => one.id === id)?.roles;
  const steps = (reply: Reply) =>
    new Map(
      reply.blocks.flatMap((block) =>
        block.type === 'choices' ? block.options.map(({ label, command }) => [label, command] as const) : [],
      ),
    );

  test('are lines with a source, in any spelling, and bring an office that the desk lacks', async () => {
    await says(cabinet);
    const lines = 'Mayor of Osh since May 2021; Minister of National Economy, 2019 – March 2021';
    const asked = await ask(`${aigul} office:"${lines}" source:the-cabinet-2026`);
    expect(whole(asked)).toContain('The desk has no office “Mayor of Osh”.');
    const add = steps(asked).get('Add Mayor of Osh');
    expect(add).toContain('office:"Mayor of Osh (new: Kyrgyzstan) since May 2021; Minister of');
    const sent = await ask(add ?? '');
    expect(whole(sent)).toContain('New office: Mayor of Osh, Kyrgyzstan (mayor-of-osh). Approving adds');
    await says(`/deskwire-edit draft approve ${draftOf(sent)}`, bob);
    const sources = ['the-cabinet-2026'];
    const economy = { office: 'economy-minister-of-kazakhstan', since: '2019', until: '2021-03', sources };
    const mayor = { office: 'mayor-of-osh', since: '2021-05', sources, seen: sources[0] };
    expect(roles()).toEqual([economy, mayor]);
    const now = await says('/centralasia who is the mayor of osh');
    expect(now).toContain('Aigul Serikova, Mayor of Osh since May 2021.');
    expect(now).toContain('last check: Aigul Serikova in office 1 June 2026');
    expect(await says('/centralasia who was economy minister of Kasachstan in 2020')).toContain('Serikova');

    await approved(`/deskwire-edit edit ${id} until:"2 May 2026"`);
    const { seen: _, ...held } = mayor;
    expect(roles()).toEqual([economy, { ...held, until: '2026-05-02' }]);
    expect(await says(`/deskwire-edit history ${id}`)).toContain('Offices: Minister of National Economy');
    await approved(`/deskwire-edit undo ${id}`);
    expect(roles()).toEqual([economy, mayor]);

    await says(cabinet.replaceAll('2026', '2025').replace('"Cabinet"', '"Cabinet of 2025"'));
    await approved(`/deskwire-edit edit ${id} source:the-cabinet-2025`);
    expect(roles()?.[1]).toEqual({ ...mayor, seen: 'the-cabinet-2025' });
    const second = await ask(
      `/deskwire-edit edit ${id} office:"President of Kasachstan since 2020" source:the-cabinet-2026`,
    );
    expect(whole(second)).toContain('hold one office at once: President of Kazakhstan.');
    expect(steps(second).get('Edit Kassym-Jomart Tokayev')).toBe('/deskwire-edit edit kassym-jomart-tokayev');
    const { form } = await ask(`/deskwire-edit edit ${draftOf(second)}`);
    expect(form?.fields.find(({ name }) => name === 'office')?.value?.split('\n')).toHaveLength(3);
  });

  test('are asked for: what facts state where nobody is listed, and who was only seen in one', async () => {
    await says(cabinet);
    await approved('/deskwire-edit add office name:"Mayor of Osh" country:KG');
    const nobody = await says('/centralasia who mayor of osh');
    expect(nobody).toContain('The desk lists no holder of this office: Mayor of Osh.');
    expect(nobody).toContain(
      'Editors add one: /deskwire-edit add person name:"…" office:"Mayor of Osh since',
    );
    expect(await says('/deskwire-edit gaps', bob)).toContain('who mayor of osh');
    expect(await says('/centralasia how do i add a mayor of osh')).toContain('/deskwire-edit add person');
    const line = factOn('').replace('A round of talks was held in the capital', 'Azat Bayev is Mayor of Osh');
    await approved(line.replace('country:Kazakhstan', 'country:KG'));
    for (const question of ['who is the mayor of osh', 'is Bayev the mayor of Osh'])
      expect(await says(`/centralasia ${question}`)).toContain('Azat Bayev is Mayor of Osh.');
    await approved(`${aigul} office:"Mayor of Osh" source:the-cabinet-2026`);
    expect(roles()).toEqual([{ office: 'mayor-of-osh', seen: 'the-cabinet-2026' }]);
    expect(await says('/centralasia who is the mayor of osh')).toContain(
      'Aigul Serikova, Mayor of Osh, in office 1 June 2026.',
    );
    expect(await says('/centralasia who was mayor of osh in 2020')).toContain(
      'nobody in this office at that time',
    );
    expect(await says(`/centralasia who ${id}`)).toContain('Mayor of Osh: in office 1 June 2026');
  });

  test.each([
    ['office:"Economy minister since 2024"', 'Still needed: source of the offices.'],
    ['office:"Economy minister since 2024-13-40"', '“2024-13-40” is no time that can be read.'],
    ['office:"Economy minister since July 2026" source:sanchez-2026', 'Its sources know nothing after'],
    ['source:sanchez-2026', 'Write the office that it has the person in.'],
  ])('%s lacks something', async (line, lack) => {
    const reply = await ask(`${aigul} ${line}`);
    expect(reply.outcome).toBe('question');
    expect(whole(reply)).toContain(lack);
  });
});

describe('a fact about somebody unknown', () => {
  test.each([
    ['place:Temirtau', 'Add Temirtau', 'place:"Temirtau (new: Kazakhstan)"'],
    ['place:Foobarville', 'Add Foobarville', 'place:"Foobarville (new: Kazakhstan)"'],
    ['person:"Ann Able"', 'Add Ann Able', 'person:"Ann Able (new)"'],
  ])('adds %s at one press', async (named, label, value) => {
    const reply = await ask(factOn(named));
    const steps = reply.blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
    const { command = '' } = steps.find((one) => one.label === label) ?? {};
    expect(command).toContain(value);
    expect(whole(await ask(command))).toContain('It waits for a reviewer.');
  });

  test.each([
    ['1', '1'],
    ['Football, 1', '1'],
    ['Both sides signed, and trains run from May.', 'Both sides signed'],
    ['They met again in Osh.', 'They met again in Osh.'],
    ['1 (new)', '1'],
  ])('offers no topic for what is no name: %s', async (typed, told) => {
    const reply = await ask(factOn(`topic:"${typed}"`));
    expect(reply.form?.fields.find(({ name }) => name === 'topic')).toMatchObject({
      value: typed,
      fault: expect.stringContaining(`“${told}”`),
    });
    const steps = reply.blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
    expect(steps.filter(({ command = '' }) => /\(new/.test(command))).toEqual([]);
  });

  test('adds a topic that is only unknown at a press, and by no sending on', async () => {
    const reply = await ask(factOn('topic:Football'));
    const topic = reply.form?.fields.find(({ name }) => name === 'topic');
    expect(topic).toMatchObject({ value: 'Football', fault: expect.stringContaining('“Football (new)”') });
    const steps = reply.blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
    expect(steps.find(({ label }) => label === 'Add Football')?.command).toContain('"Football (new)"');
  });

  test('adds each of several that its statement names, one press after the other', async () => {
    const both = 'President Azat Bayev and foreign minister Marat Oralov held talks in the capital.';
    const presses = (reply: Reply) =>
      reply.blocks
        .flatMap((block) => (block.type === 'choices' ? block.options : []))
        .filter(({ label }) => /^Add (?:Azat|Marat)/.test(label));
    const first = presses(await ask(factOn('').replace('A round of talks was held in the capital.', both)));
    expect(first.map(({ label }) => label)).toEqual(['Add Azat Bayev', 'Add Marat Oralov']);
    const next = presses(await ask(first[0]?.command ?? ''));
    expect(next.map(({ label }) => label)).toEqual(['Add Marat Oralov']);
    const added = whole(await ask(next[0]?.command ?? ''));
    expect(added).toContain('New person: Azat Bayev');
    expect(added).toContain('New person: Marat Oralov');
  });

  test('offers the person in its own form, shows a reviewer that the person is new, and both are approved at once', async () => {
    const refused = await ask(factOn('person:"Tokayev, Aigul Serikova"'));
    expect(whole(refused)).toContain('The desk has no person “Aigul Serikova”.');
    const people = refused.form?.fields.find(({ name }) => name === 'person');
    expect(people).toMatchObject({ value: 'Tokayev, Aigul Serikova (new)' });
    const draft = draftOf(refused);
    const sent = await ask(`/deskwire-edit edit ${draft} person:"Tokayev, Aigul Serikova (new: Kazakhstan)"`);
    expect(whole(sent)).toContain('It waits for a reviewer.');
    expect(await says('/deskwire-edit review', bob)).toContain(
      'New person: Aigul Serikova, Kazakhstan (aigul-serikova). Approving adds the person too.',
    );
    expect(desk()?.definition.people.some(({ id }) => id === 'aigul-serikova')).toBe(false);
    expect(await says(`/deskwire-edit draft approve ${draft}`, bob)).toContain(
      'Approving has added the person',
    );
    expect(await says('/centralasia facts person:"Aigul Serikova"')).toContain('Talks in the capital');
    expect(await says('/deskwire-edit history aigul-serikova')).toContain('1: added');
    const again = await ask(factOn('person:"Aigul Serikova (new)"').replace('Talks in', 'More talks in'));
    expect(whole(again)).toContain('“Aigul Serikova” is not new: it is read as Aigul Serikova.');
  });

  test('of every kind is offered in its field, and by one button, but for what may be a slip', async () => {
    const typed = {
      person: 'Serikova',
      organisation: 'Qazgeo',
      place: 'Kokpekty',
      topic: 'Enrgy, Beekeeping',
    };
    const line = Object.entries(typed).map(([kind, name]) => `${kind}:"${name}"`);
    const refused = await ask(factOn(line.join(' ')));
    const { fields = [] } = refused.form ?? {};
    const shown = Object.keys(typed).map((kind) => fields.find(({ name }) => name === kind));
    expect(shown.map((field) => field?.fault?.slice(0, 15))).toEqual(shown.map(() => 'The desk has no'));
    expect(shown.map((field) => field?.value)).toEqual([
      ...['Serikova', 'Qazgeo (new)', 'Kokpekty (new: Kazakhstan)', 'Enrgy, Beekeeping'],
    ]);
    const right = 'person:"Aigul Serikova" topic:"energy, Beekeeping (new)"';
    const again = await ask(`/deskwire-edit edit ${draftOf(refused)} ${right} organisation:Qazgeo`);
    const steps = again.blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
    const add = steps.find(({ label }) => label.startsWith('Add '))?.command;
    const added = whole(await ask(add ?? ''));
    for (const one of ['person: Aigul Serikova', 'organisation: Qazgeo', 'place: Kokpekty, Kazakhstan'])
      expect(added).toContain(`New ${one}`);
  });

  test.each([
    [
      'Tokayev and Rahmon signed a gas treaty in Dushanbe.',
      'country:Kazakstan person:Tokayev place:Osh',
      ['Emomali Rahmon', 'Dushanbe'],
      'person:"kassym-jomart-tokayev, emomali-rahmon"',
    ],
    [
      'Kazakhstan and Turkmenistan signed a gas treaty.',
      'country:Turkmenistn',
      ['Kazakhstan'],
      'country:"TM, KZ"',
    ],
  ])('%s is asked whether it names all that it says', async (statement, typed, left, value) => {
    const line = factOn(typed).replace('A round of talks was held in the capital.', statement);
    const sent = await ask(line.replace('country:Kazakhstan', ''));
    expect(whole(sent)).toContain(`The statement names ${left.join(' and ')} too, which`);
    const steps = sent.blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
    const adding = steps.filter(({ label }) => label.startsWith('Add '));
    expect(adding.map(({ label }) => label)).toEqual(left.map((name) => `Add ${name}`));
    expect(adding[0]?.command).toContain(value);
    const after = whole(await ask(adding[0]?.command ?? ''));
    expect(after).not.toContain(`The statement names ${left[0]}`);
  });

  test.each([
    ['US Secretary of State Ann Able visited Astana on 3 March 2026.', 'Ann Able, US Secretary of State'],
    ['Antony Blinken visited Astana on 29 February 2024.', 'Antony Blinken, US Secretary of State'],
    ['US Trade Envoy Ann Able visited Astana on 3 March 2026.', 'Ann Able, US Trade Envoy'],
    [
      'Kazakh Culture Minister Ann Able visited Washington on 3 March 2026.',
      'Ann Able, Kazakh Culture Minister',
    ],
    ['Antony Blinken did not visit Astana on 29 February 2024.', undefined],
  ])('%s is asked whether it is a visit', async (statement, told) => {
    const sent = await ask(
      `/deskwire-edit add fact topic:energy statement:"${statement}" source:sanchez-2026`,
    );
    const steps = sent.blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
    const { command } = steps.find(({ label }) => label === 'It is a visit') ?? {};
    expect(whole(sent).includes('Is this a visit?')).toBe(command !== undefined);
    expect(command !== undefined).toBe(told !== undefined);
    if (!command || !told) return;
    const visit = await ask(command);
    expect(whole(visit)).not.toContain('Is this a visit?');
    await says(`/deskwire-edit draft approve ${draftOf(sent)}`, bob);
    expect(await says('/centralasia visits kazakhstan since:2024 show:details')).toContain(told);
  });

  test('a visit offers its visitor and the office, both new, at one press', async () => {
    const statement = 'US Trade Envoy Ann Able visited Astana on 3 March 2026.';
    const line = `add fact kind:visit topic:energy statement:"${statement}" source:sanchez-2026`;
    const asked = await ask(`/deskwire-edit ${line}`);
    const steps = asked.blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
    const add = steps.find(({ label }) => label === 'Add Ann Able and US Trade Envoy');
    const sent = whole(await ask(add?.command ?? ''));
    for (const one of ['New person: Ann Able', 'New office: US Trade Envoy']) expect(sent).toContain(one);
  });

  test('a visit asks for its visitor before what follows, who may be new in the same form', async () => {
    const statement = 'Two guests visited Astana on 3 March 2026.';
    const line = `add fact kind:visit topic:energy statement:"${statement}" source:sanchez-2026`;
    const { form } = await ask(`/deskwire-edit ${line}`);
    const open = form?.fields.filter(({ fault, required, value }) => fault || (required && !value));
    expect(open?.map(({ name }) => name)).toEqual(['visitor']);
    const people = 'Ann Able (new: United States), Antony Blinken';
    const values = { person: people, visitor: 'Ann Able', office: 'US Secretary of State' };
    const sent = { form: form?.id ?? '', values, person: ann, complete: true, interaction: 'f1' };
    const filled = JSON.stringify(await service.app.forms.fill(sent));
    expect(filled).toContain('It waits for a reviewer.');
    expect(filled).toContain('New person: Ann Able');
  });

  test.each([
    ['Xi Jinpin', 'Add Xi Jinping'],
    ['Aigul Serikva', 'Add Aigul Serikova'],
  ])('%s is offered as the statement has it', async (typed, label) => {
    const line = factOn(`person:"${typed}"`);
    const said = await ask(
      line.replace('A round of talks', 'A round of talks with Xi Jinping and Aigul Serikova'),
    );
    const steps = said.blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
    expect(
      steps.map((one) => one.label),
      whole(said),
    ).toContain(label);
  });

  test('that is approved beside another one on the same person adds the person once', async () => {
    const about = factOn('person:"Aigul Serikova (new: Kazakhstan)"');
    const one = draftOf(await ask(about));
    const two = draftOf(
      await ask(about.replace('Talks in', 'More talks in').replace('round', 'second round')),
    );
    expect(await says(`/deskwire-edit draft approve "${one} ${two}"`, bob)).toContain('Approved: 2 of 2');
    expect(desk()?.definition.people.filter(({ id }) => id === 'aigul-serikova')).toHaveLength(1);
  });

  test('takes a new name of every kind, and says what a place lacks', async () => {
    const more =
      'organisation:"Steppe Rail (new: China)" place:"Kokpekty (new)" topic:"visits, Beekeeping (new)"';
    const refused = await ask(factOn(more));
    expect(whole(refused)).toContain('Say where it lies: “Kokpekty (new: its country)”.');
    expect(whole(refused)).toContain('“Steppe Rail” is added without a country');
    await says(`/deskwire-edit edit ${draftOf(refused)} place:"Kokpekty (new: Kazakhstan)"`);
    await says(`/deskwire-edit draft approve ${draftOf(refused)}`, bob);
    for (const name of ['organisation:"steppe rail"', 'place:kokpekty', 'topic:beekeeping'])
      expect(await says(`/centralasia facts ${name}`)).toContain('Talks in the capital');
    expect(await says(factOn('country:"Atlantis (new)"').replace('country:Kazakhstan ', ''))).toContain(
      'Whoever keeps the desk adds countries.',
    );
  });

  test('in its statement offers the official beside the draft, with the country', async () => {
    const statement = 'Foreign minister Davlat Karimzoda of Tajikistan said that the talks will go on.';
    const line = factOn('').replace('A round of talks was held in the capital.', statement);
    const sent = await ask(line.replace('country:Kazakhstan ', ''));
    expect(whole(sent)).toContain('Add Davlat Karimzoda');
    const steps = sent.blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
    const add = steps.find(({ label }) => label === 'Add Davlat Karimzoda')?.command ?? '';
    expect(add).toContain('person:"Davlat Karimzoda (new: Tajikistan)"');
    expect(whole(await ask(add))).toContain('New person: Davlat Karimzoda, Tajikistan');
    await says(`/deskwire-edit draft approve ${draftOf(sent)}`, bob);
    expect(await says('/centralasia facts country:tajikistan person:karimzoda')).toContain(
      'Davlat Karimzoda',
    );
  });

  test.each([
    ['US Secretary of State Ann Able visited Astana on 3 March 2026.', 'Ann Able (new: United States)', {}],
    ['Ann Able visited Astana on 3 March 2026.', 'Ann Able (new)', { office: 'US Secretary of State' }],
    [
      'Ann Able, США, посетила Астану 3 марта 2026 года.',
      'Ann Able (new: United States)',
      { office: 'US Secretary of State' },
    ],
  ])(
    'in a visit the person is offered in its own form, and only what lacks is asked: %s',
    async (...given) => {
      const [statement, offered, lacking] = given;
      const line = `add fact kind:visit statement:"${statement}" source:sanchez-2026`;
      const { form } = await ask(`/deskwire-edit ${line}`);
      const open = form?.fields.filter(({ fault, required, value }) => fault || (required && !value));
      expect(open?.map(({ name }) => name)).toEqual(['person', ...Object.keys(lacking)]);
      expect(open?.[0]?.value).toBe(offered);
      const values = { person: offered, ...lacking };
      const sent = { form: form?.id ?? '', values, person: ann, complete: true, interaction: 'f1' };
      expect(JSON.stringify(await service.app.forms.fill(sent))).toContain('New person: Ann Able');
      await says(`/deskwire-edit draft approve ${form?.id}`, bob);
      expect(await says('/centralasia visits kazakhstan "ann able" show:details')).toContain(
        '3 March 2026: Ann Able, US Secretary of State',
      );
    },
  );
});
