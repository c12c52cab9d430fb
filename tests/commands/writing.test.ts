import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EntryBody } from '../../src/domain/entry.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { whole } from './desk.ts';
import { admin, DigestService } from './digest-service.ts';

const [ann, bob, cay] = ['slack:T1:UANN', 'slack:T1:UBOB', 'slack:T1:UCAY'];

let service: DigestService;

beforeEach(async () => {
  service = await DigestService.open();
  const { roles } = service.app.store;
  const grant = { desk: 'centralasia', grantedBy: admin, grantedAt: service.time.clock() };
  await roles.grant({ ...grant, subject: ann, role: 'editor' });
  await roles.grant({ ...grant, subject: bob, role: 'reviewer' });
  await roles.grant({ ...grant, subject: cay, role: 'reviewer' });
});
afterEach(() => service.end());

const ask = (text: string, person = ann): Promise<Reply> =>
  service.app.answerer.answer({ text, person, audience: 'person', pageSize: 10 });
const says = async (text: string, person = ann) => whole(await ask(text, person));

const fact =
  '/deskwire add fact title:"Baikonur lease renewed" statement:"Kazakhstan and Russia renewed the lease of Baikonur." date:"Feb 2026" country:KZ topic:diplomacy source:sanchez-2026';

/** The id of the draft that an answer is about. */
const draftOf = (reply: Reply) => /Draft (\w{5}):/.exec(whole(reply))?.[1] ?? '';
const posted = () =>
  service.posted
    .map(({ text }) => text)
    .join(' ')
    .replace(/\s+/g, ' ');

async function published(line = fact): Promise<string> {
  const id = draftOf(await ask(line));
  await ask(`/deskwire draft submit ${id}`);
  return says(`/deskwire draft approve ${id}`, bob);
}

test('written, approved by a second person, answered, posted, corrected, undone; the audit shows all of it', async () => {
  await service.ask('subscribe daily at 08:00 in UTC');
  await service.sent();
  const written = await ask(fact);
  expect(written.outcome, whole(written)).toBe('ok');
  expect(whole(written)).toContain('baikonur-lease-renewed');
  expect(whole(written)).toContain('February 2026');
  const id = draftOf(written);
  expect(await says('/centralasia brief baikonur-lease-renewed')).not.toContain('Russia renewed');
  expect(await says(`/deskwire draft submit ${id}`)).toContain('waits for a reviewer');
  expect(await ask(`/deskwire draft approve ${id}`)).toMatchObject({ outcome: 'forbidden' });
  expect(await says('/deskwire review', bob)).toContain(`Draft ${id}: add a fact`);
  expect(await says(`/deskwire draft approve ${id}`, bob)).toContain('is published');
  expect(await says('/centralasia facts diplomacy since 2026', 'slack:T1:UREADER')).toContain(
    'renewed the lease',
  );
  await service.tickAt('2026-11-24T08:00:00Z');
  expect(posted()).toContain('renewed the lease');

  const edited = draftOf(
    await ask('/deskwire correct baikonur-lease-renewed note:"It was March, not February."'),
  );
  await service.app.forms.fill({
    ...{ form: edited, values: { date: 'March 2026' }, person: ann, complete: true, interaction: 'i1' },
  });
  expect(await says(`/deskwire draft submit ${edited}`)).toContain('2026-[-02-]{+03+}');
  expect(await says(`/deskwire draft approve ${edited}`, bob)).toContain(
    'is published, and digests tell of it. It is put right in the one channel that shows it: slack:T1:C1.',
  );
  await expect.poll(posted, { interval: 5 }).toContain('It was March, not February.');
  expect(posted()).toContain('March 2026');

  const undone = draftOf(await ask('/deskwire undo baikonur-lease-renewed'));
  expect(await says(`/deskwire draft approve ${undone}`, cay)).toContain(
    'the last change of baikonur-lease-renewed is taken back',
  );
  await service.tickAt('2026-11-24T08:10:00Z');
  expect(posted()).toContain('Taken back: It was March, not February.');
  expect(await says('/centralasia brief baikonur-lease-renewed')).toContain('February 2026');
  const again = draftOf(await ask('/deskwire undo baikonur-lease-renewed'));
  await ask(`/deskwire draft approve ${again}`, bob);
  expect(await says('/centralasia brief baikonur-lease-renewed')).toContain('March 2026');

  const history = await says('/deskwire history baikonur-lease-renewed');
  for (const revision of ['4: corrected', '3: corrected', '2: corrected', '1: added'])
    expect(history).toContain(revision);
  const audit = await says('/deskwire audit desk:centralasia', admin);
  for (const done of [`draft:${undone}`, `${cay}: draft approved`, `${ann}: draft submitted`, 'revision 3'])
    expect(audit).toContain(done);
});

describe('what is typed', () => {
  test('is kept although it cannot be read, and the form holds it with what is wrong beside it', async () => {
    const reply = await ask(
      '/deskwire add fact title:"Half a fact" date:"31 February" topic:nonsense person:"Rice"',
    );
    expect(reply.outcome).toBe('question');
    const field = (name: string) => reply.form?.fields.find((one) => one.name === name);
    expect(field('title')).toMatchObject({ value: 'Half a fact' });
    expect(field('date')).toMatchObject({ value: '31 February', fault: expect.stringContaining('May 2006') });
    expect(field('topic')).toMatchObject({ value: 'nonsense', fault: expect.stringContaining('no topic') });
    expect(field('statement')).not.toHaveProperty('fault');
    expect(whole(reply)).toContain('Still needed: statement and source.');
    expect(await says('/deskwire draft list')).toContain('Half a fact');
  });

  test('whose words lack their quotes says where to put them', async () => {
    expect(await says('/deskwire add fact title:Lease renewed date:"Feb 2026"')).toContain(
      'title:"Lease renewed"',
    );
    expect(await says('/deskwire draft return k3f9a because it is right', bob)).toContain(
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
      '/deskwire add fact title:"Blinken in Astana again" statement:"Antony Blinken came to Astana." kind:visit date:"3 May 2024" person:antony-blinken place:astana country:KZ topic:visits source:sanchez-2026',
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
    expect(await says(`/deskwire edit ${id}`, 'slack:T1:UDAN')).toContain('Only its author and reviewers');
    await ask(`/deskwire draft submit ${id}`);
    const filled = { form: id, values: { title: 'Baikonur leased' }, complete: true };
    await service.app.forms.fill({ ...filled, person: bob, interaction: 'i2' });
    expect(await ask(`/deskwire draft approve ${id}`, bob)).toMatchObject({ outcome: 'forbidden' });
    expect(await says(`/deskwire draft approve ${id}`, cay)).toContain('is published');
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
    const id = draftOf(await ask('/deskwire add fact'));
    const half = { form: id, person: ann, values: { title: 'Begun' }, complete: false, interaction: 'a' };
    const kept = await forms.fill(half);
    expect(kept).toMatchObject({ outcome: 'kept', form: { fields: expect.arrayContaining([]) } });
    expect(JSON.stringify(kept)).not.toContain('"fault"');
    const faulty = await forms.fill({ ...half, values: { date: 'soon' }, complete: true, interaction: 'b' });
    if (faulty.outcome !== 'kept') throw new Error('it was taken');
    expect(faulty.form.fields.find(({ name }) => name === 'date')).toMatchObject({ value: 'soon' });
    expect(faulty.form.fields.find(({ name }) => name === 'statement')?.fault).toContain('Needed');
    expect((await forms.open(id, { person: ann }))?.fields.find(({ name }) => name === 'title')?.value).toBe(
      'Begun',
    );
    expect(await forms.open(id, { person: 'slack:T1:UREADER' })).toBeUndefined();
    const reader = await forms.fill({ ...half, person: 'slack:T1:UREADER', interaction: 'c' });
    expect(reader).toMatchObject({ outcome: 'answered', reply: { outcome: 'forbidden' } });
  });

  test('a draft is returned with a reason in a form of its own, and comes again', async () => {
    const { forms } = service.app;
    const id = draftOf(await ask(fact));
    await ask(`/deskwire draft submit ${id}`);
    const asked = (await ask(`/deskwire draft return ${id}`, bob)).form;
    const filled = { form: asked?.id ?? '', person: bob, complete: true, interaction: 'r' };
    expect(await forms.fill({ ...filled, values: { reason: ' ' } })).toMatchObject({ outcome: 'kept' });
    const done = await forms.fill({ ...filled, values: { reason: 'Which page?' } });
    expect(await forms.fill({ ...filled, values: { reason: 'Which page?' } })).toEqual(done);
    expect(await says('/deskwire draft list')).toContain('returned: Which page?');
    expect(await says(`/deskwire draft submit ${id}`)).toContain('waits for a reviewer');
  });
});

describe('a change that is too late', () => {
  test('of two who decide at once one wins and the other is told', async () => {
    const id = draftOf(await ask(fact));
    await ask(`/deskwire draft submit ${id}`);
    const both = await Promise.all([
      says(`/deskwire draft approve ${id}`, bob),
      says(`/deskwire draft return ${id} reason:"No."`, cay),
    ]);
    expect(both.filter((text) => /already|not in review|was returned/.test(text))).toHaveLength(1);
  });

  test('an entry that changed meanwhile is not written over; the draft is brought up to date', async () => {
    await published();
    const title = draftOf(await ask('/deskwire edit baikonur-lease-renewed'));
    const { forms } = service.app;
    const fill = (form: string, values: Record<string, string>, person: string, interaction: string) =>
      forms.fill({ form, values, person, complete: true, interaction });
    await fill(title, { title: 'Baikonur is leased for longer' }, ann, '1');
    await ask(`/deskwire draft submit ${title}`);
    const other = draftOf(await ask('/deskwire edit baikonur-lease-renewed', cay));
    await fill(other, { why: 'It is the launch site.' }, cay, '2');
    await ask(`/deskwire draft submit ${other}`, cay);
    await ask(`/deskwire draft approve ${other}`, bob);
    const late = await ask(`/deskwire draft approve ${title}`, bob);
    expect(whole(late)).toContain('changed since');
    await ask(`/deskwire edit ${title}`);
    expect(await says(`/deskwire draft approve ${title}`, bob)).toContain('readers are not told');
    const said = await says('/centralasia brief baikonur-lease-renewed');
    expect(said).toContain('Baikonur is leased for longer');
    expect(said).toContain('It is the launch site.');
  });
});

describe('review', () => {
  test('what changed since the reviewer looked is not approved by the button that was shown', async () => {
    const id = draftOf(await ask(fact));
    await ask(`/deskwire draft submit ${id}`);
    const button = (reply: Reply) => /\/deskwire draft approve \w{5} seen:\d+/.exec(whole(reply))?.[0] ?? '';
    const shown = button(await ask('/deskwire review', bob));
    const changed = { values: { title: 'Something else' }, person: ann, complete: true, interaction: 'late' };
    await service.app.forms.fill({ form: id, ...changed });
    expect(await says(shown, bob)).toContain('may have changed since you saw it');
    expect(await says(button(await ask('/deskwire review', bob)), bob)).toContain('is published');
  });

  test('facts that contradict are said when written, and stand in review until one is put right', async () => {
    const visit = (day: string, source: string) =>
      `/deskwire add fact title:"Blinken on ${day}" statement:"Antony Blinken came to Astana." kind:visit date:"${day}" person:antony-blinken place:astana country:KZ topic:visits source:${source}`;
    await published(visit('3 May 2024', 'sanchez-2026'));
    const second = await says(visit('5 May 2024', '24kg-2025-rubio'));
    expect(second).toContain('may be one visit with two dates: 3 May 2024 and 5 May 2024');
    await published(visit('5 May 2024', '24kg-2025-rubio'));
    expect(await says('/deskwire review', bob)).toContain('They contradict each other');
  });

  test('the desk as it is contradicts itself nowhere', async () => {
    expect(await says('/deskwire review', bob)).not.toContain('contradict');
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
    const said = await says('/deskwire review', bob);
    expect(said).toContain('1 entry in review in its file and 1 entry changed both in chat and in its file.');
    expect(said).toContain('“From a file” is in review in its file.');
    expect(said).toContain(`Changed in chat and in ${path}.`);
    expect(said).not.toContain('Out already');
    const id = draftOf(await ask('/deskwire edit filed'));
    await ask(`/deskwire draft submit ${id}`);
    expect(await says(`/deskwire draft approve ${id}`, bob)).toContain('is published');
  });

  test('what its file puts in review one reviewer approves as it was shown, and the other is told', async () => {
    await service.publish('filed', { title: 'From a file', state: 'in review' });
    expect(await says('/deskwire review')).not.toContain('Approve');
    const approve = (said: string) => /\/deskwire draft approve filed seen:\d+/.exec(said)?.[0] ?? '';
    const shown = approve(await says('/deskwire review', bob));
    expect((await ask(shown, ann)).outcome).toBe('forbidden');
    const edited = draftOf(await ask('/deskwire edit filed'));
    const change = { form: edited, values: { title: 'Changed since' }, person: ann, complete: true };
    await service.app.forms.fill({ ...change, interaction: 'f1' });
    const { store } = service.app;
    const now = (await store.revisions.of('centralasia', 'filed')).at(-1);
    const body = { ...now?.own, title: 'Changed in its file' } as EntryBody;
    await store.writer.write({ desk: 'centralasia', body, actor: 'files', base: 1 }, service.time.clock());
    expect(await says(shown, bob)).toContain('changed since');
    const again = approve(await says('/deskwire review', bob));
    const both = await Promise.all([says(again, bob), says(again, cay)]);
    expect(both.filter((said) => said.includes('Approved: filed is published'))).toHaveLength(1);
    const audit = await says('/deskwire audit desk:centralasia', admin);
    expect(audit).toContain('files: draft submitted');
    expect(await says(again, cay)).toContain('may be published by now');
  });

  test('readers’ reports are closed once', async () => {
    const { reports } = service.app.store;
    const report = { desk: 'centralasia', entry: 'sanchez-06', reporter: 'slack:T1:U9', words: 'Not so.' };
    await reports.add({ ...report, at: service.time.clock() }, 'r1');
    const number = (await reports.open('centralasia', { limit: 1, offset: 0 })).items[0]?.number;
    expect(await says('/deskwire review', bob)).toContain(`Report ${number} on sanchez-06`);
    expect(await says(`/deskwire report done ${number}`)).toContain(`Report ${number} is done`);
    expect(await says(`/deskwire report done ${number}`)).toContain('somebody else');
    expect(await says('/deskwire review', bob)).not.toContain('sanchez-06 ');
  });

  test('an old fact is looked at again, and is fresh from that day', async () => {
    service.time.pass(400 * 24 * 60 * 60 * 1000);
    expect(await says('/deskwire review', bob)).toContain('may be out of date');
    const id = draftOf(await ask('/deskwire edit sanchez-06 still'));
    await ask(`/deskwire draft approve ${id}`, bob);
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
  const noted = draftOf(await ask('/deskwire correct baikonur-lease-renewed note:"It was in March."'));
  await ask(`/deskwire draft submit ${noted}`);
  expect(await says(`/deskwire draft approve ${noted}`, bob)).toContain(
    'It is put right in the 7 channels that show it: slack:T1:C1, slack:T1:C2, slack:T1:C3, slack:T1:C4, slack:T1:C5 and 2 more.',
  );
});

test('a source is added at once, and can be cited', async () => {
  const said = await says(
    '/deskwire add source title:"A page" publisher:"Example Times" kind:press grade:B url:https://example.com/a dated:"May 2026"',
  );
  expect(said).toContain('Entries can cite it as example-times-2026.');
  const cited = await ask(fact.replace('sanchez-2026', 'https://example.com/a'));
  expect(cited.outcome, whole(cited)).toBe('ok');
  expect(await says('/centralasia sources')).toContain('Example Times');
});

test('a fact is superseded and another retracted, each by a second person; readers are told why', async () => {
  await published();
  await published(fact.replace('lease renewed', 'lease settled'));
  const older = 'baikonur-lease-renewed';
  const begun = await ask(`/deskwire supersede ${older} by baikonur-lease-settled`);
  const id = draftOf(begun);
  expect(whole(begun)).toContain(`Draft ${id}: supersede ${older} by baikonur-lease-settled`);
  expect(await says(`/deskwire draft approve ${id}`, bob)).toContain(
    `baikonur-lease-settled takes the place of ${older}`,
  );
  expect(await says(`/centralasia brief ${older}`)).toContain('superseded');
  expect(await says(`/centralasia brief ${older}`)).toContain('→ /centralasia brief baikonur-lease-settled');
  const gone = draftOf(
    await ask('/deskwire retract baikonur-lease-settled reason:"The source withdrew it."'),
  );
  const agreed = await says(`/deskwire draft approve ${gone}`, bob);
  expect(agreed).toContain('Approved: baikonur-lease-settled is retracted');
  expect(agreed).not.toContain('published');
  expect(await says(`/deskwire draft approve ${gone}`, cay)).toContain(
    'already: baikonur-lease-settled is retracted',
  );
  expect(await says('/centralasia brief baikonur-lease-settled')).toContain('The source withdrew it.');
  const back = draftOf(await ask('/deskwire undo baikonur-lease-settled'));
  expect(await says(`/deskwire draft approve ${back}`, bob)).toContain('is no longer retracted');
  expect(await says('/centralasia facts diplomacy since 2026')).toContain('lease settled');
});

test('a retraction and its undoing reach what was posted', async () => {
  await service.ask('subscribe daily at 08:00 in UTC');
  await service.sent();
  await published();
  await service.tickAt('2026-11-24T08:00:00Z');
  expect(posted()).toContain('renewed the lease');
  const gone = draftOf(await ask('/deskwire retract baikonur-lease-renewed reason:"It was not signed."'));
  await ask(`/deskwire draft approve ${gone}`, bob);
  await service.tickAt('2026-11-24T08:05:00Z');
  expect(posted()).toContain('Retracted 24 November 2026: It was not signed.');
  expect(posted()).not.toContain('renewed the lease');
  const back = draftOf(await ask('/deskwire undo baikonur-lease-renewed'));
  await ask(`/deskwire draft approve ${back}`, bob);
  await service.tickAt('2026-11-24T08:10:00Z');
  expect(posted()).toContain('Corrected 24 November 2026: No longer retracted.');
  expect(posted()).toContain('renewed the lease');
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
  expect((await ask(`/deskwire draft submit ${id}`)).outcome).toBe('question');
  await service.app.forms.fill({
    ...{ form: id, values: { statement: 'Kazakhstan and Russia renewed the lease.' } },
    ...{ person: ann, complete: true, interaction: 'own-words' },
  });
  expect(await says(`/deskwire draft submit ${id}`)).toContain('waits for a reviewer');
});

test('what an act lacks is asked for, and nothing else is said to be wrong', async () => {
  const corrected = await ask('/deskwire correct sanchez-06');
  expect(corrected.form?.fields[0]).toMatchObject({ name: 'correction', required: true });
  expect(whole(corrected)).toContain('Still needed: what was wrong.');
  expect(whole(corrected)).not.toContain('empty');
  expect((await ask('/deskwire retract sanchez-06')).form?.fields.map(({ name }) => name)).toEqual([
    'reason',
  ]);
  expect(whole(await ask('/deskwire edit no-such-entry'))).toContain('no entry no-such-entry');
});

test('an embargo and a handling mark keep it from readers after it is approved', async () => {
  expect(await published(`${fact} embargo:2026-12-01`)).toContain('Readers see baikonur-lease-renewed from');
  const reader = 'slack:T1:UREADER';
  expect(await says('/centralasia brief baikonur-lease-renewed', reader)).toContain('No such entry');
  service.time.pass(10 * 24 * 60 * 60 * 1000);
  expect(await says('/centralasia brief baikonur-lease-renewed', reader)).toContain('renewed the lease');
  const kept = fact.replace('lease renewed', 'lease terms');
  expect(await published(`${kept} handling:restricted`)).toContain('readers do not see it');
  expect(await says('/centralasia brief baikonur-lease-terms', reader)).toContain('No such entry');
});

test('a statement as long as it may be is one line, and names are completed', async () => {
  const long = `${'The lease goes on. '.repeat(41)}It does.`;
  const reply = await ask(fact.replace('Kazakhstan and Russia renewed the lease of Baikonur.', long));
  expect(reply.outcome, whole(reply)).toBe('ok');
  const typed = { desk: 'deskwire', command: 'add fact', option: 'person', typed: 'antony-blinken,chen' };
  const offered = await service.app.answerer.complete(typed, 5);
  expect(offered[0]).toEqual({ label: 'antony-blinken,Dick Cheney', command: 'antony-blinken,dick-cheney' });
});

test('one that readers may not see takes no entry from them, nor does each of two take the other’s place', async () => {
  const named = (title: string, more = '') => fact.replace('Baikonur lease renewed', title) + more;
  await published(named('Old lease'));
  await published(named('Coming lease', ' embargo:2027-01-01'));
  await published(named('Secret lease', ' handling:restricted'));
  await published(named('New lease'));
  for (const [newer, why] of [
    ['coming-lease', 'under embargo until 31 December 2026, 19:00 UTC'],
    ['secret-lease', 'old-lease is public and secret-lease restricted'],
  ]) {
    const reply = await ask(`/deskwire supersede old-lease by ${newer}`);
    expect(whole(reply)).toContain(why);
    expect(whole(await ask(`/deskwire draft submit ${draftOf(reply)}`))).toContain(why);
  }
  await ask(
    `/deskwire draft approve ${draftOf(await ask('/deskwire supersede old-lease by new-lease'))}`,
    bob,
  );
  expect(await says('/deskwire supersede new-lease by old-lease')).toContain(
    'takes the place of old-lease already',
  );
  // Nor later, by a mark or an embargo of its own.
  for (const [name, value] of Object.entries({ handling: 'internal', embargo: '2027-01-01' })) {
    const id = draftOf(await ask('/deskwire edit new-lease'));
    const values = { handling: '', embargo: '', [name]: value };
    await service.app.forms.fill({ form: id, values, person: ann, complete: true, interaction: name });
    expect(await says(`/deskwire draft submit ${id}`)).toMatch(/readers would lose|under embargo/);
  }
  expect(await says('/centralasia facts diplomacy since 2026', 'slack:T1:UREADER')).toContain('New lease');
});

test('what an act cannot do to an entry is said with what can be done', async () => {
  await published();
  expect(await says('/deskwire undo baikonur-lease-renewed')).toContain(
    '/deskwire retract baikonur-lease-renewed',
  );
  expect(await says('/deskwire draft list')).not.toContain('undo');
  const id = draftOf(await ask('/deskwire retract baikonur-lease-renewed reason:"It was not so."'));
  expect(await says(`/deskwire draft approve ${id}`, bob)).toContain(
    'baikonur-lease-renewed is retracted; it says so',
  );
  for (const line of [
    'retract ENTRY reason:"No."',
    'correct ENTRY note:"No."',
    'supersede sanchez-06 by ENTRY',
  ])
    expect(await says(`/deskwire ${line.replace('ENTRY', 'baikonur-lease-renewed')}`)).toContain(
      '/deskwire undo baikonur-lease-renewed',
    );
});

test('what is too long for its field is kept too, and the form says by how much', async () => {
  const reply = await ask(
    `/deskwire add fact title:"${'Baikonur '.repeat(40)}" statement:"${'long '.repeat(300)}" person:"${'x'.repeat(400)}" why:"${'y'.repeat(500)}" date:"May 2006"`,
  );
  const draft = await service.app.store.drafts.get(draftOf(reply));
  expect(draft?.values).toMatchObject({ title: expect.stringMatching(/^(Baikonur ){39}/), date: 'May 2006' });
  expect(whole(reply)).toContain('Title: At most 160 characters; this has 359.');
  const fields = reply.form?.fields.filter(({ fault }) => fault).map(({ name }) => name);
  expect(fields).toEqual(expect.arrayContaining(['title', 'statement', 'person', 'why']));
  const corrected = await ask(`/deskwire correct sanchez-06 note:"${'z'.repeat(500)}"`);
  expect(whole(corrected)).toContain('At most 400 characters; this has 500.');
});

test('a refusal names the role that somebody has in plain words', async () => {
  expect(await says('/deskwire audit')).toContain('you are an editor here');
});

describe('what the desk may tell already', () => {
  const visit =
    '/deskwire add fact kind:visit title:"Cheney in Astana" statement:"Dick Cheney came to Astana." date:"May 2006" person:dick-cheney place:astana country:KZ topic:visits source:sanchez-2026';

  test('is named on the draft, to its author and to its reviewer, and hinders nothing', async () => {
    const reply = await ask(visit);
    expect(reply.outcome).toBe('ok');
    expect(whole(reply)).toContain('May be the same as cheney-2006-05: ');
    expect(whole(reply)).toContain('5–6 May 2006');
    await ask(`/deskwire draft submit ${draftOf(reply)}`);
    expect(await says('/deskwire review', bob)).toContain('May be the same as cheney-2006-05: ');
    expect(await says(`/deskwire draft approve ${draftOf(reply)}`, bob)).toContain('is published');
    expect(await says(visit.replace('May 2006', 'May 2005'))).not.toContain('May be the same');
  });
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
  const said = await says(`/deskwire draft submit ${draft.id}`);
  for (const field of ['Title', 'Why it matters', 'What a reader must know'])
    expect(said).toMatch(new RegExp(`${field}: \\d+ words in a row are the source's`));
});

test('of two entries without “by” it is asked which one goes, with both lines to choose from', async () => {
  const said = await says('/deskwire supersede older-one newer-one');
  expect(said).toContain('write “by” between them');
  expect(said).toContain('→ /deskwire supersede entry:older-one by:newer-one');
  expect(said).toContain('→ /deskwire supersede entry:newer-one by:older-one');
  expect(await says('/deskwire supersede older-one by newer-one')).toContain('no entry older-one');
});

test('a draft that changes nothing does not wait for a reviewer', async () => {
  await published();
  const id = draftOf(await ask('/deskwire edit baikonur-lease-renewed'));
  expect(await says(`/deskwire draft submit ${id}`)).toContain('nothing is changed yet');
  expect(await says('/deskwire review', bob)).toContain('Nothing waits');
});

test('the id of a draft that is one letter off offers the draft, to those alone who may see it', async () => {
  const id = draftOf(await ask(fact));
  const off = `${id.slice(0, 4)}${id.endsWith('0') ? '1' : '0'}`;
  for (const command of ['draft submit', 'draft discard']) {
    expect(await says(`/deskwire ${command} ${off}`)).toContain(`→ /deskwire ${command} draft:${id}`);
  }
  expect(await says(`/deskwire draft return ${off}`, bob)).toContain(`→ /deskwire draft return draft:${id}`);
  await service.app.store.roles.grant({
    ...{ desk: 'centralasia', grantedBy: admin, grantedAt: service.time.clock(), subject: 'slack:T1:UDAN' },
    role: 'editor',
  });
  expect(await says(`/deskwire draft submit ${off}`, 'slack:T1:UDAN')).not.toContain(id);
});

test('a correction that is its note alone says so to author and reviewer, until it changes the entry', async () => {
  await published();
  const reply = await ask('/deskwire correct baikonur-lease-renewed note:"It was March."');
  const form = draftOf(reply);
  expect(whole(reply)).toContain(`Nothing is changed but the note to readers.`);
  expect(whole(reply)).toContain(`/deskwire edit ${form}`);
  await ask(`/deskwire draft submit ${form}`);
  expect(await says('/deskwire review', bob)).toContain('Nothing is changed but the note');
  const filled = { form, values: { date: 'March 2026' }, person: ann, complete: true, interaction: 'n1' };
  await service.app.forms.fill(filled);
  expect(await says('/deskwire review', bob)).not.toContain('Nothing is changed but the note');
});
