import { afterEach, beforeEach, expect, test } from 'vitest';
import { whole } from './desk.ts';
import { admin, DigestService } from './digest-service.ts';

let service: DigestService;
beforeEach(async () => {
  service = await DigestService.open();
});
afterEach(() => service.end());

const ask = (text: string) =>
  service.app.answerer.answer({ text, person: admin, audience: 'person', pageSize: 10 });

test.each([
  ['2,814 quotations', '>'.repeat(2814)],
  ['1,313 lists', '- '.repeat(1313)],
  ['emphasis', '*'.repeat(5000)],
])('a draft whose summary is %s is kept, shown, edited and discarded', async (_, summary) => {
  const begun = await ask(
    '/deskwire-edit add brief title:"Nested" kind:news country:KZ topic:diplomacy source:sanchez-2026',
  );
  const id = /Draft (\w{5})/.exec(whole(begun))?.[1] ?? '';
  const filled = await service.app.forms.fill({
    ...{ form: begun.form?.id ?? '', values: { summary }, person: admin },
    ...{ complete: true, interaction: 'test:1' },
  });
  expect(['kept', 'answered']).toContain(filled.outcome);
  expect((await ask(`/deskwire-edit edit ${id}`)).outcome).not.toBe('failed');
  expect((await ask('/deskwire-edit draft list')).outcome).toBe('ok');
  expect(whole(await ask(`/deskwire-edit draft discard ${id}`))).toContain('Discarded');
});

const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** What no form writes, and what a damaged row, an older program or a hand in the database may have left. */
test.each([
  ['data that is no JSON', { written: '{"id": "a", ' }],
  ['data of another shape', { written: '{"id": 1, "dates": 5, "points": 7, "topics": {"a": 1}}' }],
  ['data that is a list', { written: '[1, 2]' }],
  ['data that is nothing', { written: 'null' }],
  ['data that nests deeply', { written: `{"title": ${deep(200_000)}}` }],
  ['lists that nest deeply', { written: `{"topics": ${deep(50_000)}}` }],
  ['very many names', { country: 'zzq, '.repeat(5_000) }],
  ['very long lines', { title: 'a'.repeat(200_000), note: '\u0000\n'.repeat(50_000) }],
  ['dates that are none', { date: '['.repeat(5_000) }],
  ['a prototype', { written: '{"__proto__": {"kind": "visit"}}', kind: 'visit', visitor: '__proto__' }],
])('a draft with %s is shown, edited as plain text and discarded', async (_, values) => {
  const { drafts } = service.app.store;
  const at = service.time.clock();
  const given = { desk: 'centralasia', type: 'fact' as const, base: 0, author: admin, values };
  const kept = await drafts.add({ ...given, act: 'import', entry: 'held' }, at);
  const added = await drafts.add({ ...given, act: 'add' }, at);
  for (const { id } of [kept, added]) {
    expect(whole(await ask(`/deskwire-edit edit ${id}`))).toContain(id);
    const form = await service.app.forms.open(id, { person: admin });
    expect(form?.fields.map(({ name }) => name)).toContain('title');
    const filled = await service.app.forms.fill({
      ...{ form: id, values: { title: 'Told anew' }, person: admin },
      ...{ complete: true, interaction: `test:${id}` },
    });
    expect(filled.outcome === 'kept' ? filled.form.about : filled.reply.outcome).not.toBe('failed');
    expect((await drafts.get(id))?.values.title).toBe('Told anew');
    expect((await ask('/deskwire-edit draft list')).outcome).toBe('ok');
    expect(whole(await ask(`/deskwire-edit draft discard ${id}`))).toContain('Discarded');
  }
});
