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
  posted,
  published,
  says,
  service,
  withAnEditorAndTwoReviewers,
} from './writers.ts';

withAnEditorAndTwoReviewers();

test('written, approved by a second person, answered, posted, corrected, undone; the audit shows all of it', async () => {
  await service.ask('subscribe daily at 08:00 in UTC');
  await service.sent();
  const written = await ask(fact);
  expect(written.outcome, whole(written)).toBe('ok');
  expect(whole(written)).toContain('baikonur-lease-renewed');
  expect(whole(written)).toContain('February 2026');
  const id = draftOf(written);
  expect(await says('/centralasia brief baikonur-lease-renewed')).not.toContain('Russia renewed');
  expect(whole(written)).toContain('waits for a reviewer');
  expect(await ask(`/deskwire-edit draft approve ${id}`)).toMatchObject({ outcome: 'forbidden' });
  expect(await says('/deskwire-edit review', bob)).toContain(`Draft ${id}: add a fact`);
  expect(await says(`/deskwire-edit draft approve ${id}`, bob)).toContain('is published');
  expect(await says('/centralasia facts diplomacy since 2026', 'slack:T1:UREADER')).toContain(
    'renewed the lease',
  );
  await service.tickAt('2026-11-24T08:00:00Z');
  expect(posted()).toContain('renewed the lease');

  const corrected = await ask(
    '/deskwire-edit correct baikonur-lease-renewed date:"March 2026" note:"It was March, not February."',
  );
  const edited = draftOf(corrected);
  expect(whole(corrected)).toContain('February → March 2026');
  expect(await says(`/deskwire-edit draft approve ${edited}`, bob)).toContain(
    'is published, and digests tell of it. It is put right in the one channel that shows it: slack:T1:C1.',
  );
  await expect.poll(posted, { interval: 5 }).toContain('It was March, not February.');
  expect(posted()).toContain('Mar 2026');

  const undone = draftOf(await ask('/deskwire-edit undo baikonur-lease-renewed'));
  expect(await says(`/deskwire-edit draft approve ${undone}`, cay)).toContain(
    'the last change of baikonur-lease-renewed is taken back',
  );
  await service.tickAt('2026-11-24T08:10:00Z');
  expect(posted()).toContain('Taken back: It was March, not February.');
  expect(await says('/centralasia brief baikonur-lease-renewed')).toContain('February 2026');
  const again = draftOf(await ask('/deskwire-edit undo baikonur-lease-renewed'));
  await ask(`/deskwire-edit draft approve ${again}`, bob);
  expect(await says('/centralasia brief baikonur-lease-renewed')).toContain('March 2026');

  const history = await says('/deskwire-edit history baikonur-lease-renewed');
  for (const revision of ['4: corrected', '3: corrected', '2: corrected', '1: added'])
    expect(history).toContain(revision);
  expect(history).toContain(`GMT+5, by ${ann}, approved by ${bob}`);
  const audit = await says('/deskwire-edit audit desk:centralasia', admin);
  for (const done of [
    `GMT+5: ${cay} approved draft ${undone}: baikonur-lease-renewed, revision 3`,
    `${ann} sent draft ${undone} to review`,
  ])
    expect(audit).toContain(done);
});

test('a source is added at once, and can be cited', async () => {
  const said = await says(
    '/deskwire-edit add source title:"A page" publisher:"Example Times" kind:press grade:B url:https://example.com/a dated:"May 2026"',
  );
  expect(said).toContain('Entries can cite it as example-times-2026.');
  const cited = await ask(fact.replace('sanchez-2026', 'https://example.com/a'));
  expect(cited.outcome, whole(cited)).toBe('ok');
  expect(await says('/centralasia sources')).toContain('Example Times');
});

test('a line gives a fact its weight, and another changes it', async () => {
  const written = await ask(fact.replace('country:KZ topic:', 'weight:5 countries:KZ topics:'));
  expect(whole(written)).toContain('Weight: 5');
  await ask(`/deskwire-edit draft approve ${draftOf(written)}`, bob);
  const changed = await ask('/deskwire-edit edit baikonur-lease-renewed weight:2');
  expect(whole(changed)).toContain('Weight: 5 → 2');
  const wrong = await ask('/deskwire-edit edit baikonur-lease-renewed weight:9');
  expect(wrong.outcome).toBe('invalid');
  expect(whole(wrong)).toContain('It is one of 1, 2, 3, 4, 5.');
});

test('a fact is superseded and another retracted, each by a second person; readers are told why', async () => {
  await published();
  await published(fact.replace('lease renewed', 'lease settled'));
  const older = 'baikonur-lease-renewed';
  const begun = await ask(`/deskwire-edit supersede ${older} by baikonur-lease-settled`);
  const id = draftOf(begun);
  expect(whole(begun)).toContain(`Draft ${id}: supersede ${older} by baikonur-lease-settled`);
  expect(whole(begun)).not.toContain('Are both about the same?');
  const odd = await says('/deskwire-edit supersede kz-abraham-2025-11 by tm-election-2023-03');
  expect(odd).toContain('before what kz-abraham-2025-11 tells of');
  expect(odd).toContain('names hardly anything that kz-abraham-2025-11 names. Are both about the same?');
  expect(await says(`/deskwire-edit draft approve ${id}`, bob)).toContain(
    `baikonur-lease-settled takes the place of ${older}`,
  );
  expect(await says(`/centralasia brief ${older}`)).toContain('superseded');
  expect(await says(`/centralasia brief ${older}`)).toContain('→ /centralasia brief baikonur-lease-settled');
  const gone = draftOf(
    await ask('/deskwire-edit retract baikonur-lease-settled reason:"The source withdrew it."'),
  );
  const agreed = await says(`/deskwire-edit draft approve ${gone}`, bob);
  expect(agreed).toContain('Approved: baikonur-lease-settled is retracted');
  expect(agreed).not.toContain('published');
  expect(await says(`/deskwire-edit draft approve ${gone}`, cay)).toContain(
    'already: baikonur-lease-settled is retracted',
  );
  expect(await says('/centralasia brief baikonur-lease-settled')).toContain('The source withdrew it.');
  const back = draftOf(await ask('/deskwire-edit undo baikonur-lease-settled'));
  expect(await says(`/deskwire-edit draft approve ${back}`, bob)).toContain('is no longer retracted');
  expect(await says('/centralasia facts diplomacy since 2026')).toContain('lease settled');
});

test('a retraction and its undoing reach what was posted', async () => {
  await service.ask('subscribe daily at 08:00 in UTC');
  await service.sent();
  await published();
  await service.tickAt('2026-11-24T08:00:00Z');
  expect(posted()).toContain('renewed the lease');
  const gone = draftOf(
    await ask('/deskwire-edit retract baikonur-lease-renewed reason:"It was not signed."'),
  );
  await ask(`/deskwire-edit draft approve ${gone}`, bob);
  await service.tickAt('2026-11-24T08:05:00Z');
  expect(posted()).toContain('Retracted 24 November 2026: It was not signed.');
  expect(posted()).not.toContain('renewed the lease');
  const back = draftOf(await ask('/deskwire-edit undo baikonur-lease-renewed'));
  await ask(`/deskwire-edit draft approve ${back}`, bob);
  await service.tickAt('2026-11-24T08:10:00Z');
  expect(posted()).toContain('Corrected 24 November 2026: No longer retracted.');
  expect(posted()).toContain('renewed the lease');
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
    const reply = await ask(`/deskwire-edit supersede old-lease by ${newer}`);
    expect(whole(reply)).toContain(why);
    expect(whole(await ask(`/deskwire-edit draft submit ${draftOf(reply)}`))).toContain(why);
  }
  await ask(
    `/deskwire-edit draft approve ${draftOf(await ask('/deskwire-edit supersede old-lease by new-lease'))}`,
    bob,
  );
  expect(await says('/deskwire-edit supersede new-lease by old-lease')).toContain(
    'takes the place of old-lease already',
  );
  // Nor later, by a mark or an embargo of its own.
  for (const [name, value] of Object.entries({ handling: 'internal', embargo: '2027-01-01' })) {
    const form = (await ask('/deskwire-edit edit new-lease')).form?.id ?? '';
    const values = { handling: '', embargo: '', [name]: value };
    const sent = await service.app.forms.fill({
      form,
      values,
      person: ann,
      complete: true,
      interaction: name,
    });
    expect(JSON.stringify(sent)).toMatch(/readers would lose|under embargo/);
  }
  expect(await says('/centralasia facts diplomacy since 2026', 'slack:T1:UREADER')).toContain('New lease');
});

test('what an act cannot do to an entry is said with what can be done', async () => {
  await published();
  expect(await says('/deskwire-edit undo baikonur-lease-renewed')).toContain(
    '/deskwire-edit retract baikonur-lease-renewed',
  );
  expect(await says('/deskwire-edit draft list')).not.toContain('undo');
  const id = draftOf(await ask('/deskwire-edit retract baikonur-lease-renewed reason:"It was not so."'));
  expect(await says(`/deskwire-edit draft approve ${id}`, bob)).toContain(
    'baikonur-lease-renewed is retracted; it says so',
  );
  for (const line of [
    'retract ENTRY reason:"No."',
    'correct ENTRY note:"No."',
    'supersede sanchez-06 by ENTRY',
  ])
    expect(await says(`/deskwire ${line.replace('ENTRY', 'baikonur-lease-renewed')}`)).toContain(
      '/deskwire-edit undo baikonur-lease-renewed',
    );
});

describe('what the desk may tell already', () => {
  const visit =
    '/deskwire-edit add fact kind:visit title:"Cheney in Astana" statement:"Dick Cheney came to Astana." date:"May 2006" person:dick-cheney place:astana country:KZ topic:visits source:sanchez-2026';

  test('is named on the draft, to its author and to its reviewer, and hinders nothing', async () => {
    const reply = await ask(visit);
    expect(reply.outcome).toBe('ok');
    expect(whole(reply)).toContain('May be the same as cheney-2006-05: ');
    expect(whole(reply)).toContain('5–6 May 2006');
    await ask(`/deskwire-edit draft submit ${draftOf(reply)}`);
    expect(await says('/deskwire-edit review', bob)).toContain('May be the same as cheney-2006-05: ');
    expect(await says(`/deskwire-edit draft approve ${draftOf(reply)}`, bob)).toContain('is published');
    expect(await says(visit.replace('May 2006', 'May 2005'))).not.toContain('May be the same');
  });
});

test('of two entries without “by” it is asked which one goes, with both lines to choose from', async () => {
  const said = await says('/deskwire-edit supersede older-one newer-one');
  expect(said).toContain('write “by” between them');
  expect(said).toContain('→ /deskwire-edit supersede entry:older-one by:newer-one');
  expect(said).toContain('→ /deskwire-edit supersede entry:newer-one by:older-one');
  expect(await says('/deskwire-edit supersede older-one by newer-one')).toContain('no entry older-one');
});

test('a draft that changes nothing does not wait for a reviewer', async () => {
  await published();
  const { form } = await ask('/deskwire-edit edit baikonur-lease-renewed');
  const values = Object.fromEntries(form?.fields.map(({ name, value = '' }) => [name, value]) ?? []);
  const filled = { form: form?.id ?? '', values, person: ann, complete: true, interaction: 'same' };
  expect(JSON.stringify(await service.app.forms.fill(filled))).toContain('Nothing is written yet.');
  expect(await says('/deskwire-edit edit baikonur-lease-renewed title:"Baikonur lease renewed"')).toContain(
    'nothing is changed yet',
  );
  expect(await says('/deskwire-edit review', bob)).not.toContain('draft');
});

test('the id of a draft that is one letter off offers the draft, to those alone who may see it', async () => {
  const id = draftOf(await ask(fact));
  const off = `${id.slice(0, 4)}${id.endsWith('0') ? '1' : '0'}`;
  for (const command of ['draft submit', 'draft discard']) {
    expect(await says(`/deskwire-edit ${command} ${off}`)).toContain(
      `→ /deskwire-edit ${command} draft:${id}`,
    );
  }
  expect(await says(`/deskwire-edit draft return ${off}`, bob)).toContain(
    `→ /deskwire-edit draft return draft:${id}`,
  );
  await service.app.store.roles.grant({
    ...{ desk: 'centralasia', grantedBy: admin, grantedAt: service.time.clock(), subject: 'slack:T1:UDAN' },
    role: 'editor',
  });
  expect(await says(`/deskwire-edit draft submit ${off}`, 'slack:T1:UDAN')).not.toContain(id);
});

test('a correction that is its note alone says so to author and reviewer, until it changes the entry', async () => {
  await published();
  const correct = '/deskwire-edit correct baikonur-lease-renewed';
  const blank = await ask(correct);
  expect(blank.form?.unchanged).toBe(true);
  expect(whole(blank)).toContain(`In a form, or in one line: ${correct} statement:"…" note:"…"`);
  const reply = await ask(`${correct} note:"It was March."`);
  expect(reply.form?.unchanged).toBe(true);
  const form = draftOf(reply);
  expect(whole(reply)).toContain(`Nothing is changed but the note to readers.`);
  expect(whole(reply)).toContain(`/deskwire-edit edit ${form}`);
  await ask(`/deskwire-edit draft submit ${form}`);
  expect(await says('/deskwire-edit review', bob)).toContain('Nothing is changed but the note');
  const filled = { form, values: { date: 'March 2026' }, person: ann, complete: true, interaction: 'n1' };
  await service.app.forms.fill(filled);
  expect((await ask(`/deskwire-edit edit ${form}`)).form?.unchanged).toBeUndefined();
  expect(await says('/deskwire-edit review', bob)).not.toContain('Nothing is changed but the note');
});
