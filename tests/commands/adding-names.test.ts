import { describe, expect, test } from 'vitest';
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
    expect(history).toContain('Country: KZUZ');
  });

  test('asks in a form for what its kind has', async () => {
    const asks = async (kind: string) =>
      (await ask(`/deskwire-edit add ${kind}`)).form?.fields.map((one) => one.name);
    expect(await asks('person')).toEqual(['name', 'country', 'spellings']);
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
