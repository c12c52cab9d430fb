import { describe, expect, test } from 'vitest';
import type { EntryBody } from '../../../src/domain/entry.ts';
import type { Drafts, NewDraft, Publishing } from '../../../src/domain/ports/drafts.ts';
import type { Listed } from '../../../src/domain/sources/listed.ts';
import type { Source } from '../../../src/domain/sources/source.ts';
import { fact } from '../entries-made.ts';
import { change, now, scope } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const page = { limit: 10, offset: 0 };
const [ann, bob, cay] = ['slack:T1:UANN', 'slack:T1:UBOB', 'slack:T1:UCAY'] as const;

const source = (id: string, title = 'A page'): Source => ({
  ...{ id, title, publisher: 'Gazette', kind: 'press', grade: 'B', until: '2026-02', registers: [] },
  ...{ added: '2026-03-01', by: 'chat', checked: '2026-03-01' },
});

const publish = async (
  drafts: Drafts,
  ...[id, version, body, by, at]: [id: string, version: number, body: EntryBody, by: string, at: Date]
) => (await drafts.publishAll([{ id, version, body }], by, at))[0] as Publishing;

export const draftsContract: Suite = (subject) => {
  const store = () => subject().store;
  const begin = (desk: string, changes: Partial<NewDraft> = {}) =>
    store().drafts.add(
      {
        desk,
        act: 'add',
        type: 'fact',
        base: 0,
        values: { title: 'As typed ’"🙂' },
        author: ann,
        ...changes,
      },
      now,
    );
  const submitted = async (desk: string, changes: Partial<NewDraft> = {}) => {
    const { id } = await begin(desk, changes);
    await store().drafts.change(id, 1, { state: 'in review' }, ann, later(1));
    return id;
  };
  const audited = async (desk: string) =>
    (await store().audit.list({ desk }, page)).items.map(({ actor, action, before, after }) =>
      [actor, action, before, after].filter(Boolean).join(', '),
    );

  describe('drafts', () => {
    test('are kept as typed, with what was imported, and are the same to another process', async () => {
      const desk = ownDesk();
      const excerpt = { url: 'https://example.com/a', sentence: 'Its own words.' };
      const draft = await begin(desk, { excerpt });
      expect(draft).toEqual({
        ...{ id: expect.stringMatching(/^[0-9a-z]{5}$/), desk, act: 'add', type: 'fact', base: 0, excerpt },
        ...{ values: { title: 'As typed ’"🙂' }, state: 'draft', author: ann, editor: ann, version: 1 },
        ...{ createdAt: now, updatedAt: now },
      });
      const other = (await subject().another()).store;
      expect(await other.drafts.get(draft.id)).toEqual(draft);
      expect(await other.drafts.get('none')).toBeUndefined();
    });

    test('a change that saw an older one is refused, and the editor is whoever changed the values last', async () => {
      const { drafts } = store();
      const { id } = await begin(ownDesk());
      expect(await drafts.change(id, 1, { values: { title: 'Second' } }, bob, later(1))).toBe(true);
      expect(await drafts.change(id, 1, { values: { title: 'Lost' } }, ann, later(2))).toBe(false);
      const kept = { values: { title: 'Second' }, author: ann, editor: bob, version: 2, updatedAt: later(1) };
      expect(await drafts.get(id)).toMatchObject(kept);
      expect(await drafts.change(id, 2, { body: fact('f'), entry: 'f', reason: 'Why' }, ann, now)).toBe(true);
      expect(await drafts.get(id)).toMatchObject({ body: fact('f'), entry: 'f', reason: 'Why', editor: bob });
      await drafts.change(id, 3, { body: undefined, entry: undefined, reason: undefined }, ann, now);
      for (const key of ['body', 'entry', 'reason']) expect(await drafts.get(id)).not.toHaveProperty(key);
    });

    test('are listed by desk, state, author and entry, the newest change first', async () => {
      const { drafts } = store();
      const desk = ownDesk();
      const first = await begin(desk);
      const second = await begin(desk, { author: bob, act: 'edit', entry: 'f', base: 2 });
      await begin(ownDesk());
      const ids = async (of: object) => (await drafts.list({ desk, limit: 10, ...of })).map(({ id }) => id);
      await drafts.change(first.id, 1, { state: 'in review' }, ann, later(5));
      expect(await ids({})).toEqual([first.id, second.id]);
      expect(await ids({ oldestFirst: true })).toEqual([second.id, first.id]);
      expect(await drafts.count({ desk, states: ['in review', 'draft'] })).toBe(2);
      expect(await drafts.count({ desk, states: ['in review'] })).toBe(1);
      expect(await ids({ limit: 1 })).toEqual([first.id]);
      expect(await ids({ states: ['in review'] })).toEqual([first.id]);
      expect(await ids({ states: [] })).toEqual([]);
      expect(await ids({ author: bob })).toEqual([second.id]);
      expect(await ids({ entry: 'f' })).toEqual([second.id]);
    });

    test('every change of state is in the audit, and nothing follows on an end', async () => {
      const { drafts } = store();
      const desk = ownDesk();
      const { id } = await begin(desk);
      await drafts.change(id, 1, { values: {} }, ann, now);
      await drafts.change(id, 2, { state: 'in review' }, ann, now);
      await drafts.change(id, 3, { state: 'returned', reason: 'No source' }, bob, now);
      await drafts.change(id, 4, { state: 'discarded' }, ann, now);
      expect(await drafts.change(id, 5, { state: 'draft' }, ann, now)).toBe(false);
      expect(await audited(desk)).toEqual([
        `${ann}, draft discarded, returned, discarded`,
        `${bob}, draft returned, in review, No source`,
        `${ann}, draft submitted, draft, in review`,
        `${ann}, draft begun, add fact`,
      ]);
    });
  });

  test('who writes in another’s draft is in the audit, with what they changed', async () => {
    const { drafts } = store();
    const desk = ownDesk();
    const { id } = await begin(desk, { values: { title: 'One', why: 'So' } });
    await drafts.change(id, 1, { values: { title: 'Two', why: 'So' } }, ann, now);
    await drafts.change(id, 2, { values: { title: 'Two', date: '2026' } }, bob, now);
    await drafts.change(id, 3, { values: { title: 'Three', date: '2026' } }, bob, now);
    expect(await audited(desk)).toEqual([`${bob}, draft edited, why, date`, `${ann}, draft begun, add fact`]);
  });

  describe('approving', () => {
    test('writes a revision by its author, announces it, and ends the draft', async () => {
      const { drafts, entries, publications, revisions } = store();
      const desk = ownDesk();
      const id = await submitted(desk);
      const head = await publications.head();
      const done = await publish(drafts, id, 2, fact('f'), bob, later(9));
      expect(done).toEqual({ outcome: 'published', revision: 1, publication: head + 1 });
      expect((await entries.get(scope({ desk }), 'f'))?.body).toEqual(fact('f'));
      expect(await revisions.of(desk, 'f')).toMatchObject([{ actor: ann, origin: 'chat', action: 'added' }]);
      const ended = { state: 'published', entry: 'f', reviewer: bob, version: 3, body: fact('f') };
      expect(await drafts.get(id)).toMatchObject(ended);
      expect((await audited(desk))[0]).toBe(`${bob}, draft approved, in review, f revision 1`);
    });

    test('several are published in their order in one transaction; one that is decided holds no other back', async () => {
      const { drafts, publications } = store();
      const desk = ownDesk();
      const ids = await Promise.all([1, 2, 3].map(() => submitted(desk)));
      await drafts.change(ids[1] as string, 2, { state: 'discarded' }, ann, now);
      const bodies = ['c', 'b', 'a'].map((id) => fact(id));
      const asked = ids.map((id, at) => ({ id, version: 2, body: bodies[at] as ReturnType<typeof fact> }));
      const head = await publications.head();
      expect(await drafts.publishAll(asked, bob, later(9))).toMatchObject([
        { outcome: 'published', publication: head + 1 },
        { outcome: 'decided', draft: { state: 'discarded' } },
        { outcome: 'published', publication: head + 2 },
      ]);
      const again = await Promise.all([1, 2].map(() => submitted(desk)));
      const broken = again.map((id, at) => ({
        ...{ id, version: 2 },
        body: fact(`d${at}`, at === 1 ? { dates: [{ edtf: 'never', sources: [] }] } : {}),
      }));
      await expect(drafts.publishAll(broken, bob, now)).rejects.toThrow();
      expect(await store().revisions.of(desk, 'd0')).toEqual([]);
      expect(await drafts.get(again[0] as string)).toMatchObject({ state: 'in review', version: 2 });
    });

    test('of two who approve at once one wins, and the other is told how it stands', async () => {
      const desk = ownDesk();
      const other = (await subject().another()).store;
      const id = await submitted(desk);
      const outcomes = await Promise.all(
        [store(), other, store(), other].map(({ drafts }, at) =>
          publish(drafts, id, 2, fact('f', { title: `By ${at}` }), at % 2 ? cay : bob, now),
        ),
      );
      expect(outcomes.filter(({ outcome }) => outcome === 'published')).toHaveLength(1);
      const told = outcomes.filter(({ outcome }) => outcome === 'decided');
      expect(told).toHaveLength(3);
      expect(told[0]).toMatchObject({ draft: { id, state: 'published', entry: 'f' } });
      expect(await store().revisions.of(desk, 'f')).toHaveLength(1);
    });

    test('approving and returning at once: one of the two happens', async () => {
      for (let round = 0; round < 5; round++) {
        const desk = ownDesk();
        const id = await submitted(desk);
        const other = (await subject().another()).store;
        const [published, returned] = await Promise.all([
          publish(store().drafts, id, 2, fact('f'), bob, now),
          other.drafts.change(id, 2, { state: 'returned', reason: 'No' }, cay, now),
        ]);
        expect(published.outcome === 'published').toBe(!returned);
        expect(await store().revisions.of(desk, 'f')).toHaveLength(returned ? 0 : 1);
      }
    });

    test('against an entry that changed meanwhile nothing is written, and the draft stands as it was', async () => {
      const { drafts, writer, revisions } = store();
      const desk = ownDesk();
      await store().content.apply({ ...change([fact('f')]), desk }, now);
      const id = await submitted(desk, { act: 'edit', entry: 'f', base: 1 });
      await writer.write({ desk, body: fact('f', { title: 'Meanwhile' }), actor: cay, base: 1 }, now);
      const refused = await publish(drafts, id, 2, fact('f', { title: 'Mine' }), bob, now);
      expect(refused).toEqual({ outcome: 'outdated', current: 2 });
      expect(await revisions.of(desk, 'f')).toHaveLength(2);
      expect(await drafts.get(id)).toMatchObject({ state: 'in review', version: 2 });
      expect((await audited(desk))[0]).toBe(`${ann}, draft submitted, draft, in review`);
    });

    test('an id that was taken meanwhile is not written over', async () => {
      const { drafts, writer } = store();
      const desk = ownDesk();
      const id = await submitted(desk);
      await writer.write({ desk, body: fact('f'), actor: cay, base: 0 }, now);
      expect(await publish(drafts, id, 2, fact('f'), bob, now)).toEqual({ outcome: 'outdated', current: 1 });
    });

    test('a fault while it is written leaves nothing of it', async () => {
      const { drafts, revisions } = store();
      const desk = ownDesk();
      const id = await submitted(desk);
      const broken = { ...fact('f'), title: null } as unknown as EntryBody;
      await expect(publish(drafts, id, 2, broken, bob, now)).rejects.toThrow();
      expect(await revisions.of(desk, 'f')).toEqual([]);
      expect(await drafts.get(id)).toMatchObject({ state: 'in review', version: 2 });
    });

    test('an approved supersession is told of the entry that it replaces', async () => {
      const { drafts, entries } = store();
      const desk = ownDesk();
      await store().content.apply({ ...change([fact('old'), fact('new')]), desk }, now);
      const id = await submitted(desk, { act: 'supersede', entry: 'new', base: 1 });
      await publish(drafts, id, 2, fact('new', { supersedes: 'old' }), bob, now);
      expect((await entries.get(scope({ desk }), 'old'))?.body.state).toBe('superseded');
    });
  });

  describe('the audit', () => {
    test('is read by who did it, to what, since when, a page at a time', async () => {
      const { audit, roles } = store();
      const desk = ownDesk();
      const grant = { desk, role: 'editor' as const, grantedBy: cay };
      for (const [at, subject] of [ann, bob, 'terminal'].entries())
        await roles.grant({ ...grant, subject, grantedAt: later(at) });
      await begin(desk);
      const actions = async (of: object, window = page) => {
        const { items, total } = await audit.list({ desk, ...of }, window);
        return [total, ...items.map(({ subject }) => subject.replace(/^draft:.*/, 'draft'))];
      };
      expect(await actions({})).toEqual([4, 'draft', 'terminal', bob, ann]);
      expect(await actions({}, { limit: 2, offset: 1 })).toEqual([4, 'terminal', bob]);
      expect(await actions({ actor: cay, since: later(1) })).toEqual([2, 'terminal', bob]);
      expect(await actions({ subject: bob })).toEqual([1, bob]);
      expect(await actions({ actor: 'nobody' })).toEqual([0]);
    });
  });

  describe('sources added in chat', () => {
    test('serve with the desk, and a file with the same id has the last word', async () => {
      const { content, told } = store();
      const desk = ownDesk();
      const definition = { definition: { id: desk, zone: 'UTC' }, sources: [source('filed')] };
      await content.apply({ ...change([]), desk, definition: definition as never }, now);
      const sourcesOf = async () => (await content.desk(desk))?.sources.map(({ id, title }) => [id, title]);
      expect(await told.add(desk, source('told'), ann, now)).toBe('added');
      expect(await told.add(desk, source('filed'), ann, now)).toBe('taken');
      expect(await sourcesOf()).toEqual([
        ['filed', 'A page'],
        ['told', 'A page'],
      ]);
      const both = [source('filed'), source('told', 'In the file')];
      await content.apply(
        { ...change([]), desk, definition: { ...definition, sources: both } as never },
        now,
      );
      expect(await sourcesOf()).toEqual([
        ['filed', 'A page'],
        ['told', 'In the file'],
      ]);
      expect((await content.filedDesk(desk))?.sources).toHaveLength(2);
    });

    test('the same one again changes nothing; another of its id is refused', async () => {
      const { told, audit } = store();
      const desk = ownDesk();
      expect(await told.add(desk, source('told'), ann, now)).toBe('added');
      expect(await told.add(desk, source('told'), bob, now)).toBe('added');
      expect(await told.add(desk, source('told', 'Another'), bob, now)).toBe('taken');
      expect((await audit.list({ subject: 'source:told', desk }, page)).total).toBe(1);
    });
  });

  describe('a source changed in chat', () => {
    test('is published with its draft, once, with every change kept and named to whoever made it', async () => {
      const { content, drafts, told } = store();
      const desk = ownDesk();
      const definition = { definition: { id: desk, zone: 'UTC' }, sources: [source('filed')] };
      await content.apply({ ...change([]), desk, definition: definition as never }, now);
      const graded = { ...source('filed'), grade: 'C' as const };
      const draft = { act: 'edit', type: 'source', entry: 'filed' } as const;
      const publishIt = async (id: string, version: number, body: Source) =>
        (
          await drafts.publishAll(
            [{ id, version, listed: { kind: 'source', body }, action: 'edited' }],
            bob,
            later(2),
          )
        )[0];
      const id = await submitted(desk, draft);
      const stale = await submitted(desk, draft);
      expect(await publishIt(id, 2, graded)).toEqual({ outcome: 'published', revision: 1 });
      expect(await publishIt(id, 2, graded)).toMatchObject({ outcome: 'decided' });
      expect(await publishIt(stale, 2, graded)).toEqual({ outcome: 'outdated', current: 1 });
      expect((await content.desk(desk))?.sources).toEqual([graded]);
      expect(await told.of(desk, 'source', 'filed')).toEqual([
        {
          ...{ revision: 1, action: 'edited', actor: ann, recordedAt: later(2) },
          ...{ before: source('filed'), after: graded },
        },
      ]);
      expect(await drafts.get(id)).toMatchObject({ state: 'published', entry: 'filed', reviewer: bob });
      const second = await submitted(desk, { ...draft, base: 1 });
      await publishIt(second, 2, { ...graded, grade: 'D' });
      expect((await content.desk(desk))?.sources).toMatchObject([{ grade: 'D' }]);
      const further = { ...definition, sources: [{ ...source('filed'), title: 'Renamed' }] };
      await content.apply({ ...change([]), desk, definition: further as never }, later(3));
      expect((await content.desk(desk))?.sources).toMatchObject([{ grade: 'B', title: 'Renamed' }]);
    });
  });

  test('a name added in chat serves among those of the files, which have the last word', async () => {
    const { content, drafts, told } = store();
    const desk = ownDesk();
    const named = (name: string) => ({ id: 'aigul', name, roles: [], spellings: [] });
    const filed = { definition: { id: desk, zone: 'UTC', people: [named('Other')] }, sources: [] };
    filed.definition.people[0] = { ...named('Other'), id: 'other' };
    await content.apply({ ...change([]), desk, definition: filed as never }, now);
    const draft = { act: 'add', type: 'person', entry: 'aigul' } as const;
    const publishIt = async (id: string) => {
      const listed = { kind: 'person', body: { ...named('Aigul'), roles: [{ office: 'mayor' }] } } as const;
      const added: Listed[] = [{ kind: 'office', body: { id: 'mayor', name: 'Mayor', spellings: [] } }];
      return (
        await drafts.publishAll([{ id, version: 2, listed, action: 'added', added }], bob, later(2))
      )[0];
    };
    const [first, second] = [await submitted(desk, draft), await submitted(desk, draft)];
    expect(await publishIt(first)).toEqual({ outcome: 'published', revision: 1 });
    expect(await publishIt(second)).toEqual({ outcome: 'outdated', current: 1 });
    const people = async () => (await content.desk(desk))?.definition.people.map(({ name }) => name);
    expect(await people()).toEqual(['Other', 'Aigul']);
    expect((await content.desk(desk))?.definition).toMatchObject({
      people: [{}, { roles: [{ office: 'mayor' }] }],
      offices: [{ id: 'mayor' }],
    });
    expect(await told.of(desk, 'office', 'mayor')).toMatchObject([{ action: 'added', actor: ann }]);
    expect((await content.filedDesk(desk))?.definition.people).toHaveLength(1);
    expect(await told.of(desk, 'source', 'aigul')).toEqual([]);
    expect(await told.of(desk, 'person', 'aigul')).toMatchObject([{ action: 'added', actor: ann }]);
    const both = { ...filed, definition: { ...filed.definition, people: [named('In the file')] } };
    await content.apply({ ...change([]), desk, definition: both as never }, later(3));
    expect(await people()).toEqual(['In the file']);
  });

  test('a fact is published with the names that it adds, each once, and adds none where it is not', async () => {
    const { content, drafts, told } = store();
    const desk = ownDesk();
    const definition = { definition: { id: desk, zone: 'UTC', people: [] }, sources: [] };
    await content.apply({ ...change([]), desk, definition: definition as never }, now);
    const aigul = { id: 'aigul', name: 'Aigul', roles: [], spellings: [] };
    const added = [{ kind: 'person', body: aigul } as const];
    const of = async (id: string, base: number) => ({
      ...{ id: await submitted(desk, { entry: id, base }), version: 2, added },
      body: { ...fact(id), people: ['aigul'] },
    });
    expect((await drafts.publishAll([await of('late', 7)], bob, later(2)))[0]).toMatchObject({
      outcome: 'outdated',
    });
    expect(await told.of(desk, 'person', 'aigul')).toEqual([]);
    const both = [await of('one', 0), await of('two', 0)];
    expect(await drafts.publishAll(both, bob, later(2))).toMatchObject([
      { outcome: 'published' },
      { outcome: 'published' },
    ]);
    expect((await content.desk(desk))?.definition.people).toEqual([aigul]);
    expect(await told.of(desk, 'person', 'aigul')).toMatchObject([{ action: 'added', actor: ann }]);
  });

  test('a report that was seen to is open no more, and is done once', async () => {
    const { reports, audit } = store();
    const desk = ownDesk();
    const report = { desk, entry: 'f', reporter: ann, words: 'Wrong day.', at: now };
    await reports.add(report, `${desk}-1`);
    await reports.add({ ...report, words: 'Wrong place.' }, `${desk}-2`);
    const open = await reports.open(desk, page);
    expect(open).toMatchObject({ total: 2, items: [{ words: 'Wrong place.' }, { words: 'Wrong day.' }] });
    const number = open.items[0]?.number ?? 0;
    expect(await reports.done('elsewhere', number, bob, now)).toBe(false);
    expect(await reports.done(desk, number, bob, now)).toBe(true);
    expect(await reports.done(desk, number, cay, now)).toBe(false);
    expect(await reports.open(desk, page)).toMatchObject({ total: 1, items: [{ words: 'Wrong day.' }] });
    expect((await reports.list(desk, page)).total).toBe(2);
    expect((await audit.list({ subject: `report:${number}` }, page)).items).toMatchObject([{ actor: bob }]);
  });
};
