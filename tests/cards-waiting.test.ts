import { describe, expect, test } from 'vitest';
import { reviewersOn, service, sides } from './card-sides.ts';
import { fact, visit } from './store/entries-made.ts';

describe.each(sides)('cards for reviewers, on %s', (_, side) => {
  const { editor, reviewer, other, reader, say, submitted, here } = reviewersOn(side);

  /** A fact that grows old on the 25th. */
  const aging = (id: string, owner: string) => {
    const body = fact(id, {
      ...{
        kind: 'status',
        standing: 'reported',
        title: `About ${id}`,
        topics: ['diplomacy'],
        published: '2025-11-20',
        reviewed: '2025-11-24',
      },
      ...{ owner, sources: [{ id: 'hsg-leaders' }] },
    });
    return service.app.store.writer.write(
      { desk: 'centralasia', body, actor: 'files', base: 0 },
      service.clock(),
    );
  };

  test('who keeps a fact true is told once that it grew old, and says that it still is; of others reviewers are', async () => {
    await here();
    await aging('kept', editor);
    await aging('left', 'Central Asia desk');
    await aging('strange', reader);
    await service.tickAt('2026-11-24T12:00:00Z');
    expect([...side.direct(editor), ...side.cards()]).toEqual([]);
    await service.tickAt('2026-11-25T12:00:00Z');
    await service.tickAt('2026-11-25T13:00:00Z');
    const [word, ...none] = side.direct(editor);
    expect(none).toEqual([]);
    expect(word?.text).toContain('“About kept” may be out of date');
    expect(word?.text).toMatch(/Still true.*Update.*Retire/);
    expect(side.direct(reader)).toEqual([]);
    expect(
      side
        .cards()
        .map(({ text }) => /About (\w+)/.exec(text)?.[1])
        .sort(),
    ).toEqual(['left', 'strange']);

    const said = await word?.press(editor, 'Still true');
    const draft = /Draft (\w{5}):/.exec(said ?? '')?.[1];
    await say(reviewer, `draft approve ${draft}`);
    await service.sent();
    expect(side.direct(editor)).toHaveLength(1);
    expect(side.direct(editor)[0]?.text).toContain(`kept was edited by ${side.named(editor)}`);
    expect(side.direct(editor)[0]?.text).not.toContain('Still true');
  });

  test('who keeps a plan is asked once what became of it, and each answer is written, sent and approved', async () => {
    await here();
    const plan = (id: string, owner: string, day: string) => {
      const body = fact(id, {
        ...{ kind: 'plan', standing: 'reported', title: `About ${id}`, topics: ['diplomacy'], owner },
        ...{ published: '2026-11-20', dates: [{ edtf: day, sources: [] }], sources: [{ id: 'hsg-leaders' }] },
      });
      return service.app.store.writer.write(
        { desk: 'centralasia', body, actor: 'files', base: 0 },
        service.clock(),
      );
    };
    for (const id of ['opened', 'dropped', 'unknown']) await plan(id, editor, '2026-11-24');
    await plan('nobody', 'Central Asia desk', '2026-11-24');
    await plan('ahead', editor, '2026-12');
    await service.tickAt('2026-11-24T12:00:00Z');
    expect([...side.direct(editor), ...side.cards()]).toEqual([]);
    await service.tickAt('2026-11-25T12:00:00Z');
    await service.tickAt('2026-11-25T13:00:00Z');
    const word = (id: string) => side.direct(editor).find(({ text }) => text.includes(id));
    expect(side.direct(editor)).toHaveLength(3);
    expect(side.cards().map(({ text }) => /About (\w+)/.exec(text)?.[1])).toEqual(['nobody']);
    expect(word('opened')?.text).toMatch(/has passed: 24 November 2026.*Happened.*Did not.*No word/s);

    const open = async (entry: string) => {
      const [draft] = await service.app.store.drafts.list({ desk: 'centralasia', entry, limit: 1 });
      return draft?.id ?? '';
    };
    const added = `add source title:Lines publisher:Paper kind:press grade:C dated:"25 November 2026"`;
    await say(editor, `${added} url:https://paper.example/lines`);
    const source = service.app.desks.byId('centralasia')?.desk.sources.at(-1)?.id ?? '';
    const told = async (id: string, label: string, values: Record<string, string>) => {
      await word(id)?.press(editor, label);
      const form = await open(id);
      const filled = { form, person: editor, complete: true, interaction: id };
      expect(
        JSON.stringify(await service.app.forms.fill({ ...filled, values: { ...values, source } })),
      ).toContain('waits for a reviewer');
      await say(reviewer, `draft approve ${form}`);
    };
    await told('opened', 'Happened', { statement: 'The line opened.' });
    const statement = 'The line did not open.';
    await told('dropped', 'Did not', { statement, correction: 'It was put off.' });
    expect(await word('unknown')?.press(editor, 'No word')).toContain('no word of it was found');
    await say(reviewer, `draft approve ${await open('unknown')}`);
    await service.sent();
    for (const id of ['opened', 'dropped', 'unknown']) {
      expect(word(id)?.text).toContain('It has been seen to');
      expect(word(id)?.text).not.toContain('Happened');
    }
    const body = async (id: string) =>
      (await service.app.store.revisions.of('centralasia', id)).at(-1)?.after;
    expect(await body('opened')).toMatchObject({ kind: 'event', statement: 'The line opened.' });
    expect(await body('dropped')).toMatchObject({ kind: 'event', state: 'corrected', statement });
    expect(await body('unknown')).toMatchObject({ kind: 'plan', reviewed: '2026-11-25' });
    await service.tickAt('2026-12-20T12:00:00Z');
    expect(side.cards()[0]?.text).toContain('Nobody has said.');
  });

  test('of many facts that grow old on one day five stand there, and the next comes as one is seen to', async () => {
    await here();
    for (let n = 0; n < 7; n += 1) await aging(`old-${n}`, editor);
    await service.tickAt('2026-11-25T12:00:00Z');
    await service.sent();
    expect(side.direct(editor)).toHaveLength(5);
    const first = /About (old-\d)/.exec(side.direct(editor)[0]?.text ?? '')?.[1];
    const gone = JSON.stringify(await say(editor, `retract ${first} reason:"It was not so."`));
    await say(reviewer, `draft approve ${/Draft (\w{5}):/.exec(gone)?.[1]}`);
    await service.sent();
    await service.sent();
    expect(side.direct(editor)).toHaveLength(6);
  });

  test('of many drafts at once twenty stand there, and one more card says how many wait besides', async () => {
    await here();
    const ids: string[] = [];
    for (let n = 0; n < 22; n += 1) ids.push(await submitted('', `Lease number ${n}`));
    // No faster than the platform takes them.
    const paced = async () => {
      for (let waits = 0; waits < 4; waits += 1) {
        await service.sent();
        service.pass(10);
      }
    };
    const withButtons = () => side.cards().filter(({ text }) => text.includes('Approve')).length;
    const rest = () => side.cards().find(({ text }) => /more waits?|waits no more/.test(text))?.text;
    await paced();
    expect([withButtons(), rest()]).toEqual([20, expect.stringContaining('2 more wait')]);
    await say(other, `draft discard ${ids[3]}`);
    await paced();
    expect([withButtons(), rest()]).toEqual([20, expect.stringContaining('One more waits')]);
    await say(other, `draft discard ${ids[5]}`);
    await paced();
    expect([withButtons(), rest()]).toEqual([20, expect.stringContaining('It waits no more')]);
  });

  test('of contradictions the newest hundred are read: all are counted, and older ones keep their cards', async () => {
    await here();
    /** Any two of them may be one visit with two dates. */
    const stops = async (visitor: string, howMany: number) => {
      for (let n = 1; n <= howMany; n += 1) {
        const day = `2014-03-${String(n).padStart(2, '0')}`;
        const body = visit(`${visitor}-${n}`, day, { visitor }, { sources: [{ id: `source-${n}` }] });
        await service.app.store.writer.write(
          { desk: 'centralasia', body, actor: 'files', base: 0 },
          service.clock(),
        );
      }
      await service.tickAt(service.clock().toISOString());
      for (let waits = 0; waits < 4; waits += 1) {
        await service.sent();
        service.pass(10);
      }
    };
    const standing = () => side.cards().filter(({ text }) => text.includes('They contradict')).length;
    const rest = () => side.cards().find(({ text }) => /more waits?/.test(text))?.text;
    await stops('john-kerry', 7);
    expect([standing(), rest()]).toEqual([20, expect.stringContaining('One more waits')]);
    await stops('antony-blinken', 15);
    expect([standing(), rest()]).toEqual([20, expect.stringContaining('106 more wait')]);
    expect(JSON.stringify(await say(reviewer, 'review'))).toContain('126 contradictions');
  });

  test('what is restricted is only hinted at, in every channel', async () => {
    await here();
    const [returned, approved] = [
      await submitted('handling:restricted'),
      await submitted('handling:restricted', 'Baikonur once more'),
    ];
    await service.sent();
    for (const card of side.cards()) {
      expect(card.text).toContain('Something waits for a reviewer of Central Asia');
      expect(card.text).toContain('/deskwire-edit review');
      expect(card.text).not.toMatch(/Baikonur|lease|Approve/);
    }
    await say(other, `draft return ${returned} reason:"Which lease of Baikonur?"`);
    await say(other, `draft approve ${approved}`);
    await service.sent();
    expect(side.cards()).toHaveLength(2);
    for (const card of side.cards()) {
      expect(card.text).toContain('It waits no more');
      expect(card.text).not.toMatch(/baikonur|lease/i);
    }
  });

  test('a draft’s card tells neither the source’s own words nor what another entry keeps from readers', async () => {
    await here();
    const visit = async (title: string, day: string, source: string, more = '') => {
      const line = `add fact title:"${title}" statement:"Antony Blinken came to Astana." kind:visit date:"${day}" person:antony-blinken place:astana country:KZ topic:visits source:${source} ${more}`;
      const id = /Draft (\w{5}):/.exec(JSON.stringify(await say(editor, line)))?.[1] ?? '';
      await say(editor, `draft submit ${id}`);
      return id;
    };
    for (const mark of ['handling:restricted', 'handling:internal', 'embargo:2026-12-24'])
      await say(
        reviewer,
        `draft approve ${await visit(`Hidden ${mark}`, '3 May 2024', 'sanchez-2026', mark)}`,
      );
    const open = await visit('Open stop', '5 May 2024', '24kg-2025-rubio');
    const again = await visit('Open stop again', 'May 2024', '24kg-2025-rubio');
    const about = { desk: 'centralasia', act: 'add', type: 'fact', base: 0, author: editor } as const;
    const values = { title: 'Signed', statement: 'Both agreed.', date: 'Feb 2026', topic: 'diplomacy' };
    const excerpt = { sentence: 'Two neighbours inked it.' };
    const { drafts } = service.app.store;
    const imported = await drafts.add(
      { ...about, values: { ...values, source: 'sanchez-2026' }, excerpt },
      service.clock(),
    );
    await say(editor, `draft submit ${imported.id}`);
    await service.sent();
    const cardOf = (id: string) => side.cards().find(({ text }) => text.includes(`Draft ${id}`))?.text;
    for (const id of [open, again, imported.id]) {
      expect(cardOf(id)).toMatch(/more to look at.*\/deskwire-edit review/s);
      expect(cardOf(id)).not.toMatch(/hidden|3 May|inked/i);
    }
    const alone = JSON.stringify(await say(reviewer, 'review'));
    expect(alone).toMatch(/hidden-.*3 May 2024 and 5 May 2024/s);
    expect(alone).toMatch(/May be the same as hidden-/);
    expect(alone).toContain('inked');
  });

  test('no card is posted where none is wanted any more, and what is posted is still put right', async () => {
    await here();
    const id = await submitted();
    await service.sent();
    expect(await side.ask(reviewer, 'review', { post: 'nowhere' })).toContain('any more');
    await submitted('', 'Another lease');
    await say(reviewer, `draft approve ${id}`);
    await service.sent();
    expect(side.cards().map(({ text }) => text)).toEqual([expect.stringContaining('Approved by')]);
  });
});
