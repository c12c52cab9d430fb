import { describe, expect, test } from 'vitest';
import type { Reply } from '../../src/domain/reply.ts';
import { questionsOf } from '../../src/platforms/terminal/form-questions.ts';
import { whole } from './desk.ts';
import { admin } from './digest-service.ts';
import { ann, ask, bob, cay, draftOf, fact, says, service, withAnEditorAndTwoReviewers } from './writers.ts';

withAnEditorAndTwoReviewers();

const id = 'example-times-2026';
const add = (changes = '') =>
  says(
    `/deskwire-edit add source title:"A page" publisher:"Example Times" url:https://example.com/a dated:"May 2026"${changes}`,
  );
const approve = async (line: string, person = ann) => {
  const draft = draftOf(await ask(line, person));
  expect(draft, line).not.toBe('');
  return says(`/deskwire-edit draft approve ${draft}`, bob);
};
const sources = () => says('/centralasia sources show:details', 'slack:T1:UREADER');

test('a published source is edited, corrected, retracted and put back, each by a second person', async () => {
  expect(await add()).toContain(`Entries can cite it as ${id}.`);
  const written = await ask(`/deskwire-edit edit ${id} grade:B kind:official`);
  expect(whole(written)).toContain(`edit source ${id}`);
  expect(whole(written)).toMatch(/Grade: F → B/);
  expect(whole(written)).toContain('It waits for a reviewer.');
  expect(await sources()).not.toContain('B, usually reliable; Example');
  const draft = draftOf(written);
  expect(await ask(`/deskwire-edit draft approve ${draft}`)).toMatchObject({ outcome: 'forbidden' });
  expect(await says('/deskwire-edit review', bob)).toContain(`Draft ${draft}: edit source ${id}`);
  expect(await says(`/deskwire-edit draft approve ${draft}`, bob)).toContain(`The source ${id} says so now.`);
  const of = () => service.app.desks.byId('centralasia')?.desk.sources.find((one) => one.id === id);
  expect(of()).toMatchObject({ grade: 'B', kind: 'official', by: 'chat' });

  await approve(
    `/deskwire-edit correct ${id} publisher:"Example Post" note:"It is the Post, not the Times."`,
  );
  expect(await sources()).toContain('It is the Post, not the Times.');
  expect(of()).toMatchObject({ publisher: 'Example Post', grade: 'B' });

  expect(await approve(`/deskwire-edit retract ${id} reason:"The page was a forgery."`)).toContain(
    `The source ${id} is retracted: no further entry can cite it.`,
  );
  expect(await sources()).toContain('The page was a forgery.');
  const cites = await says(fact.replace('sanchez-2026', id));
  expect(cites).toContain(`${id} is retracted: The page was a forgery.`);
  expect(await says(`/deskwire-edit correct ${id} note:x`)).toContain('is retracted');

  await approve(`/deskwire-edit undo ${id}`);
  expect(of()?.retraction).toBeUndefined();
  const history = await says(`/deskwire-edit history ${id}`);
  for (const one of ['1: added', '2: edited', '3: corrected', '4: retracted', '5: taken back'])
    expect(history).toContain(one);
  expect(history).toContain('Publisher: Example Times → Post');
  const audit = await says('/deskwire-edit audit desk:centralasia', admin);
  expect(audit).toContain(`${id}, revision 5`);
});

test('a source of sources.yaml is mended too, and its file has the last word once it says something else', async () => {
  const { content } = service.app.store;
  await approve('/deskwire-edit edit sanchez-2026 grade:D', cay);
  const served = async () =>
    (await content.desk('centralasia'))?.sources.find((one) => one.id === 'sanchez-2026');
  expect(await served()).toMatchObject({ grade: 'D' });
  expect(await says('/deskwire-edit history sanchez-2026')).toContain('1: edited');
  const filed = await content.filedDesk('centralasia');
  if (!filed) throw new Error('the desk serves');
  const definition = {
    ...filed,
    sources: filed.sources.map((one) => (one.id === 'sanchez-2026' ? { ...one, grade: 'E' as const } : one)),
  };
  await content.apply(
    { desk: 'centralasia', definition, entries: [], files: [], removed: [] },
    service.time.clock(),
  );
  expect(await served()).toMatchObject({ grade: 'E' });
});

describe('what a line says of a source', () => {
  test('that only an entry has is refused, and nothing is begun', async () => {
    await add();
    expect(await says(`/deskwire-edit edit ${id} statement:"It was."`)).toContain(
      `${id} is a source: it has no “statement”.`,
    );
    expect(await says('/deskwire-edit draft list')).toContain('You have no drafts here.');
  });

  test('that changes nothing does not wait for a reviewer', async () => {
    await add(' grade:B');
    expect(await says(`/deskwire-edit edit ${id} grade:B`)).toContain('nothing is changed yet');
  });

  test('is asked for in a form where it says nothing', async () => {
    await add();
    const form = (await ask(`/deskwire-edit edit ${id}`)).form;
    expect(form?.fields.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['title', 'publisher', 'kind', 'grade', 'url', 'until']),
    );
    expect(form?.fields.find(({ name }) => name === 'grade')).toMatchObject({ value: 'F' });
  });
});

test('kind and grade of a new source are those of the last one of its publisher, unless said', async () => {
  await add(' grade:B kind:official');
  const second = (more = '') =>
    says(`/deskwire-edit add source title:"Another page" publisher:"example times" dated:"June 2026"${more}`);
  expect(await second()).toContain('B, usually reliable');
  expect(await second(' grade:C')).toContain('C, fairly reliable');
});

describe('a file that says something else of a source', () => {
  const bytes = (source: object) => new TextEncoder().encode(JSON.stringify([{ ...source }]));
  const looked = (source: object) =>
    service.app.data.look('centralasia', [{ path: 'sources.yaml', bytes: bytes(source) }]);
  const of = (name: string) => {
    const found = service.app.desks.byId('centralasia')?.desk.sources.find((one) => one.id === name);
    if (!found) throw new Error(`the desk has no source ${name}`);
    return found;
  };

  test('that chat added changes it after review, and its history keeps what chat said', async () => {
    await add();
    const same = await looked(of(id));
    expect(same).toMatchObject({ ok: true, entries: [], sources: [] });
    const brought = await looked({ ...of(id), grade: 'B', publisher: 'Example Post' });
    if (!brought.ok) throw new Error('the file is good');
    expect(brought.entries).toMatchObject([{ standing: 'changed', body: { id, type: 'source' } }]);
    const [taken] = await service.app.data.take('centralasia', brought, { person: ann });
    expect(taken).toMatchObject({ id, outcome: 'in review' });
    expect(of(id)).toMatchObject({ grade: 'F' });
    expect(await says('/deskwire-edit review', bob)).toContain('Publisher: Example Times → Post');
    expect(await says(`/deskwire-edit draft approve ${taken?.draft}`, bob)).toContain('says so now.');
    expect(of(id)).toMatchObject({ grade: 'B', publisher: 'Example Post' });
    expect(await says(`/deskwire-edit history ${id}`)).toContain('Publisher: Example Times → Post');
    await approve(`/deskwire-edit undo ${id}`);
    expect(of(id)).toMatchObject({ grade: 'F', publisher: 'Example Times' });
  });

  test('a desk.yaml changes a name that chat added after review, its offices too, and none of a file', async () => {
    await add();
    await approve(`/deskwire-edit add person name:"Aigul Serikova" office:"Mayor of Osh (new)" source:${id}`);
    const desk = () => service.app.desks.byId('centralasia')?.desk;
    const person = () => desk()?.definition.people.find((one) => one.id === 'aigul-serikova');
    const look = (also: object, change: object = {}) => {
      const people = desk()?.definition.people.map((one) => (one === person() ? { ...one, ...also } : one));
      const bytes = new TextEncoder().encode(JSON.stringify({ ...desk()?.definition, people, ...change }));
      return service.app.data.look('centralasia', [{ path: 'desk.yaml', bytes }]);
    };
    expect(await look({})).toMatchObject({ ok: true, entries: [], sources: [] });
    const roles = [{ office: 'mayor-of-osh', since: '2021', sources: [id] }];
    const brought = await look({ roles });
    if (!brought.ok) throw new Error(JSON.stringify(brought));
    const [taken] = await service.app.data.take('centralasia', brought, { person: ann });
    expect(await says('/deskwire-edit review', bob)).toContain('Mayor of Osh, since 2021');
    await says(`/deskwire-edit draft approve ${taken?.draft}`, bob);
    expect(person()?.roles).toEqual(roles);
    expect(await look({}, { about: 'Something else.' })).toMatchObject({ ok: false });
  });

  test('of the desk’s own files is refused', async () => {
    const found = await looked({ ...of('sanchez-2026'), grade: 'E' });
    expect(found).toMatchObject({
      ok: false,
      faults: [{ what: 'the source "sanchez-2026" is there already and says something else' }],
    });
  });
});

describe('a source that the desk does not have, in the form of a fact', () => {
  const on = (source: string) => fact.replace('source:sanchez-2026', `source:"${source}"`);
  const field = (reply: Reply, name: string) => reply.form?.fields.find((one) => one.name === name);
  let turns = 0;
  const filled = (form: string, values: Record<string, string>) => {
    turns += 1;
    return service.app.forms.fill({ person: ann, form, values, complete: true, interaction: `i-${turns}` });
  };

  const sourcesOf = () => service.app.desks.byId('centralasia')?.desk.sources ?? [];
  const asksFor = ({ form }: Pick<Reply, 'form'>) =>
    form && questionsOf(form).ahead.map(({ name, value = '' }) => (value ? `${name}: ${value}` : name));

  test('says once that its date is none', async () => {
    const refused = await ask(on('Annual report of the cosmodrome'));
    const values = { publisher: 'Ministry of Space', sourcedated: '31 novembre 2019' };
    const back = await filled(draftOf(refused), values);
    const form = back.outcome === 'answered' ? back.reply.form : back.form;
    const fault = form?.fields.find(({ name }) => name === 'sourcedated')?.fault ?? '';
    expect(fault.match(/31 novembre 2019/g)).toHaveLength(1);
  });

  test('may be a slip of one that it has', async () => {
    const slip = 'Wilder Alexandro Sanches';
    const refused = whole(await ask(on(slip)));
    expect(refused).toContain(`The desk has no source “${slip}”. Did you mean`);
    expect(refused).toContain(`“${slip} (new)”`);
  });

  test('is added with it once it is said what it is', async () => {
    const refused = await ask(on('Annual report of the cosmodrome at page 3'));
    const name = 'Annual report of the cosmodrome';
    expect(whole(refused)).toContain(`The desk has no source “${name}”. It is added with this draft.`);
    expect(field(refused, 'source')).not.toHaveProperty('fault');
    expect(asksFor(refused)).toEqual(['url', `sourcetitle: ${name}`, `publisher: ${name}`, 'sourcedated']);
    const values = { publisher: 'Ministry of Space', sourcedated: 'June 2026' };
    const sent = await filled(draftOf(refused), values);
    if (sent.outcome !== 'answered') throw new Error(JSON.stringify(sent));
    expect(whole(sent.reply)).toContain('It waits for a reviewer.');
    expect(whole(sent.reply)).toContain(name);
    const [draft] = await service.app.store.drafts.list({
      desk: 'centralasia',
      states: ['in review'],
      limit: 2,
    });
    expect(draft?.body?.sources).toEqual([{ id: 'ministry-of-space-2026', at: 'page 3' }]);
    expect(draft?.values).not.toHaveProperty('sourcedated');
    await says(`/deskwire-edit draft approve ${draftOf(refused)}`, bob);
    expect(await says('/centralasia facts topic:diplomacy show:sources')).toContain('Ministry of Space');
  });

  test('by an address that cannot be read is added once it is said what it is', async () => {
    const refused = await ask(on('nowhere.example/report'));
    expect(whole(refused)).toContain('No article could be read at “https://nowhere.example/report”.');
    expect(asksFor(refused)).toEqual(['sourcetitle', 'publisher', 'sourcedated']);
    const late = await filled(draftOf(refused), { publisher: 'Ministry of Space', sourcedated: 'soonish' });
    if (late.outcome !== 'kept') throw new Error(JSON.stringify(late));
    expect(asksFor(late)).toEqual(['sourcetitle', 'sourcedated: soonish']);
    const values = { sourcetitle: 'Annual report', sourcedated: '' };
    expect((await filled(draftOf(refused), values)).outcome).toBe('answered');
    expect(sourcesOf().at(-1)).toMatchObject({
      ...{ title: 'Annual report', publisher: 'Ministry of Space', url: 'https://nowhere.example/report' },
      grade: 'F',
    });
  });

  test('keeps the name that was typed first once its address is typed, and asks for its title alone', async () => {
    const refused = await ask(on('Space Times'));
    const sent = await filled(draftOf(refused), { url: 'https://nowhere.example/times' });
    if (sent.outcome !== 'kept') throw new Error(JSON.stringify(sent));
    const { form } = sent;
    const standsIn = (name: string) => form.fields.find((one) => one.name === name)?.value;
    expect([standsIn('source'), standsIn('publisher')]).toEqual([
      'https://nowhere.example/times',
      'Space Times',
    ]);
    expect(asksFor(sent)).toEqual(['sourcetitle', 'sourcedated']);
    expect((await filled(draftOf(refused), { sourcetitle: 'A launch' })).outcome).toBe('answered');
    const added = sourcesOf().at(-1);
    expect(added).toMatchObject({ title: 'A launch', publisher: 'Space Times' });
    // The next fact may well cite another article of the same publisher.
    const next = await ask(on('space times'));
    expect(field(next, 'source')?.fault).toContain(`may be ${added?.id}.`);
    expect(asksFor(await ask(on('Space Times (new)')))?.[0]).toBe('url');
    expect(asksFor(await ask(on('Space Times, https://nowhere.example/other')))).toEqual([
      ...['sourcetitle', 'publisher: Space Times', 'sourcedated'],
    ]);
  });

  test('in one line on the draft, and of two the first is asked for by neither', async () => {
    const refused = await ask(on('A report; Another report'));
    expect(field(refused, 'source')?.fault).toContain('One new source is added with a draft');
    expect(field(refused, 'publisher')).toBeUndefined();
    const one = await ask(`/deskwire-edit edit ${draftOf(refused)} source:"A report"`);
    expect(field(one, 'publisher')).toBeDefined();
    expect(await says(`/deskwire-edit edit ${draftOf(refused)} publisher:"Ministry of Space"`)).toContain(
      'It waits for a reviewer.',
    );
  });
});
