import { describe, expect, test } from 'vitest';
import { personAs } from '../../src/cli/run.ts';
import type { EntryBody } from '../../src/domain/entry.ts';
import type { Reply } from '../../src/domain/reply.ts';
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

describe('a change that is too late', () => {
  test('of two who decide at once one wins and the other is told', async () => {
    const id = draftOf(await ask(fact));
    await ask(`/deskwire-edit draft submit ${id}`);
    const both = await Promise.all([
      says(`/deskwire-edit draft approve ${id}`, bob),
      says(`/deskwire-edit draft return ${id} reason:"No."`, cay),
    ]);
    expect(both.filter((text) => /already|not in review|was returned/.test(text))).toHaveLength(1);
  });

  test('an entry that changed meanwhile is not written over; the draft is brought up to date', async () => {
    await published();
    const edit = '/deskwire-edit edit baikonur-lease-renewed';
    const title = draftOf(await ask(`${edit} title:"Baikonur is leased for longer"`));
    const form = (await ask(edit, cay)).form?.id ?? '';
    const why = { why: 'It is the launch site.' };
    const filled = { form, values: why, person: cay, complete: true, interaction: '2' };
    const sent = await service.app.forms.fill(filled);
    const other = /Draft (\w{5})/.exec(JSON.stringify(sent))?.[1];
    await ask(`/deskwire-edit draft approve ${other}`, bob);
    const late = await ask(`/deskwire-edit draft approve ${title}`, bob);
    expect(whole(late)).toContain('changed since');
    await ask(`/deskwire-edit edit ${title}`);
    expect(await says(`/deskwire-edit draft approve ${title}`, bob)).toContain('readers are not told');
    const said = await says('/centralasia brief baikonur-lease-renewed');
    expect(said).toContain('Baikonur is leased for longer');
    expect(said).toContain('It is the launch site.');
  });
});

describe('review', () => {
  test('what changed since the reviewer looked is not approved by the button that was shown', async () => {
    const id = draftOf(await ask(fact));
    await ask(`/deskwire-edit draft submit ${id}`);
    const button = (reply: Reply) =>
      /\/deskwire-edit draft approve \w{5} seen:\d+/.exec(whole(reply))?.[0] ?? '';
    const shown = button(await ask('/deskwire-edit review', bob));
    const changed = { values: { title: 'Something else' }, person: ann, complete: true, interaction: 'late' };
    await service.app.forms.fill({ form: id, ...changed });
    expect(await says(shown, bob)).toContain('may have changed since you saw it');
    expect(await says(button(await ask('/deskwire-edit review', bob)), bob)).toContain('is published');
  });

  test('shows the row that readers will see, and approves several that were shown in one press', async () => {
    const other = fact.replaceAll('Baikonur', 'Saryshagan');
    for (const line of [fact, other]) await ask(line);
    const shown = await ask('/deskwire-edit review', bob);
    expect(whole(shown)).toContain('In a list: Feb 2026 · Baikonur lease renewed');
    expect(await says('/deskwire-edit review')).not.toContain('Approve these');
    const both = /\/deskwire-edit draft approve draft:"[^"]+"/.exec(whole(shown))?.[0] ?? '';
    const changed = { values: { why: 'It matters.' }, person: ann, complete: true, interaction: 'why' };
    const [first = ''] = /\w{5}(?=@)/.exec(both) ?? [];
    await service.app.forms.fill({ form: first, ...changed });
    const said = await says(both, bob);
    expect(said).toContain('Approved: 1 of 2');
    expect(said).toContain('may have changed since you saw it');
    expect(await says(both, bob)).toContain('Approved: 0 of 2');
  });

  test('in the terminal the reviewer is another person than the editor', async () => {
    const asRole = (text: string, as: 'editor' | 'reviewer') => {
      const person = personAs(as);
      return service.app.answerer.answer({ text, person, audience: 'person', pageSize: 9 });
    };
    const { roles } = service.app.store;
    const grant = { desk: 'centralasia', grantedBy: admin, grantedAt: service.time.clock() };
    for (const [subject, role] of [
      [personAs('editor'), 'admin'],
      [personAs('reviewer'), 'reviewer'],
    ] as const)
      await roles.grant({ ...grant, subject, role });
    const id = draftOf(await asRole(fact, 'editor'));
    expect(whole(await asRole(`/deskwire-edit draft approve ${id}`, 'editor'))).toContain(
      'second pair of eyes',
    );
    expect(whole(await asRole(`/deskwire-edit draft approve ${id}`, 'reviewer'))).toContain('is published');
  });

  test('facts that contradict are said when written, and stand in review until one is put right', async () => {
    const visit = (day: string, source: string) =>
      `/deskwire-edit add fact title:"Blinken on ${day}" statement:"Antony Blinken came to Astana." kind:visit date:"${day}" person:antony-blinken place:astana country:KZ topic:visits source:${source}`;
    await published(visit('3 May 2024', 'sanchez-2026'));
    const second = await says(visit('5 May 2024', '24kg-2025-rubio'));
    expect(second).toContain('may be one visit with two dates: 3 May 2024 and 5 May 2024');
    await published(visit('5 May 2024', '24kg-2025-rubio'));
    expect(await says('/deskwire-edit review', bob)).toContain('They contradict each other');
  });

  test('the desk as it is contradicts itself nowhere', async () => {
    expect(await says('/deskwire-edit review', bob)).not.toContain('contradict');
  });

  test('entries in review in their files wait too, and those that chat and file both changed', async () => {
    await service.publish('filed', { title: 'From a file', state: 'in review' });
    await service.publish('out', { title: 'Out already' });
    const { store } = service.app;
    const sanchez = (await store.revisions.of('centralasia', 'sanchez-06')).at(-1);
    if (!sanchez?.own || !sanchez.path) throw new Error('it is in no file');
    const edit = { desk: 'centralasia', actor: ann, base: 1, body: { ...sanchez.own, weight: 4 } };
    await store.writer.write(edit, service.time.clock());
    const { path } = sanchez;
    const entries = [{ body: { ...sanchez.own, weight: 2 }, path, hash: 'another' }];
    await store.content.apply({ desk: 'centralasia', entries, files: [], removed: [] }, service.time.clock());
    const said = await says('/deskwire-edit review', bob);
    expect(said).toContain('1 entry in review in its file');
    expect(said).toContain('1 entry changed both in chat and in its file');
    expect(said).toContain('“From a file” is in review in its file.');
    expect(said).toContain(`Changed in chat and in ${path}.`);
    expect(said).not.toContain('Out already');
    const id = draftOf(await ask('/deskwire-edit edit filed title:"From a file, told better"'));
    expect(await says(`/deskwire-edit draft approve ${id}`, bob)).toContain('is published');
  });

  test('what its file puts in review one reviewer approves as it was shown, and the other is told', async () => {
    await service.publish('filed', { title: 'From a file', state: 'in review' });
    expect(await says('/deskwire-edit review')).not.toContain('Approve');
    const approve = (said: string) => /\/deskwire-edit draft approve filed seen:\d+/.exec(said)?.[0] ?? '';
    const shown = approve(await says('/deskwire-edit review', bob));
    expect((await ask(shown, ann)).outcome).toBe('forbidden');
    const edited = draftOf(await ask('/deskwire-edit edit filed'));
    const change = { form: edited, values: { title: 'Changed since' }, person: ann, complete: true };
    await service.app.forms.fill({ ...change, interaction: 'f1' });
    const { store } = service.app;
    const now = (await store.revisions.of('centralasia', 'filed')).at(-1);
    const body = { ...now?.own, title: 'Changed in its file' } as EntryBody;
    await store.writer.write({ desk: 'centralasia', body, actor: 'files', base: 1 }, service.time.clock());
    expect(await says(shown, bob)).toContain('changed since');
    const again = approve(await says('/deskwire-edit review', bob));
    const both = await Promise.all([says(again, bob), says(again, cay)]);
    expect(both.filter((said) => said.includes('Approved: filed is published'))).toHaveLength(1);
    const audit = await says('/deskwire-edit audit desk:centralasia', admin);
    expect(audit).toMatch(/: files sent draft \w+ to review/);
    expect(await says(again, cay)).toContain('may be published by now');
  });

  test('readers’ reports are closed once', async () => {
    const { reports } = service.app.store;
    const report = { desk: 'centralasia', entry: 'sanchez-06', reporter: 'slack:T1:U9', words: 'Not so.' };
    await reports.add({ ...report, at: service.time.clock() }, 'r1');
    const number = (await reports.open('centralasia', { limit: 1, offset: 0 })).items[0]?.number;
    expect(await says('/deskwire-edit review', bob)).toContain(`Report ${number} on sanchez-06`);
    expect(await says(`/deskwire report done ${number}`)).toContain(`Report ${number} is done`);
    expect(await says(`/deskwire report done ${number}`)).toContain('somebody else');
    expect(await says('/deskwire-edit review', bob)).not.toContain('sanchez-06 ');
  });

  test('an old fact is looked at again, and is fresh from that day', async () => {
    service.time.pass(400 * 24 * 60 * 60 * 1000);
    expect(await says('/deskwire-edit review', bob)).toContain('may be out of date');
    const id = draftOf(await ask('/deskwire-edit edit sanchez-06 still'));
    await ask(`/deskwire-edit draft approve ${id}`, bob);
    const body = (await service.app.store.revisions.of('centralasia', 'sanchez-06')).at(-1)?.own;
    expect(body).toMatchObject({ reviewed: '2027-12-28' });
  });
});

test('whoever approves is told where it is put right, however many channels show it', async () => {
  for (let at = 1; at <= 7; at += 1)
    await service.ask('subscribe daily at 08:00 in UTC', { channel: `slack:T1:C${at}` });
  await service.sent();
  const told = /put right/;
  expect(await published()).not.toMatch(told);
  await service.tickAt('2026-11-24T08:00:00Z');
  const noted = draftOf(await ask('/deskwire-edit correct baikonur-lease-renewed note:"It was in March."'));
  await ask(`/deskwire-edit draft submit ${noted}`);
  expect(await says(`/deskwire-edit draft approve ${noted}`, bob)).toContain(
    'It is put right in the 7 channels that show it: slack:T1:C1, slack:T1:C2, slack:T1:C3, slack:T1:C4, slack:T1:C5 and 2 more.',
  );
});

test('a refusal names the role that somebody has in plain words', async () => {
  expect(await says('/deskwire-edit audit')).toContain('you are an editor here');
});
