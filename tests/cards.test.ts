import { describe, expect, test } from 'vitest';
import { reviewersOn, service, sides } from './card-sides.ts';

describe.each(sides)('cards for reviewers, on %s', (_, side) => {
  const { editor, reviewer, other, reader, say, submitted, here } = reviewersOn(side);

  test('what waited before is left to the queue; what is submitted is posted once, approved there, and said', async () => {
    await submitted('', 'An old draft');
    service.pass(60);
    expect(await side.ask(editor, 'review', { post: 'here' })).toContain('admin');
    expect(await here()).toContain('From now on');
    await service.sent();
    expect(side.cards()).toEqual([]);

    const id = await submitted();
    // Nobody waits for the minute.
    await expect.poll(() => side.cards().length, { interval: 5 }).toBe(1);
    await service.sent();
    const [card, ...none] = side.cards();
    expect(none).toEqual([]);
    expect(card?.text).toContain(`Draft ${id}: add a fact`);
    expect(card?.text).toContain('renewed the lease');
    expect(card?.text).toMatch(/Approve.*Return.*Edit/);
    expect(await card?.press(reader, 'Approve')).toContain('reviewer');
    expect(await card?.press(editor, 'Approve')).toContain('reviewer');
    const both = await Promise.all([card?.press(reviewer, 'Approve'), card?.press(other, 'Approve')]);
    expect(both.filter((said) => said?.includes('Approved: baikonur-lease-renewed'))).toHaveLength(1);
    expect(both.filter((said) => said?.includes('was approved by'))).toHaveLength(1);
    await service.sent();
    const [after, ...others] = side.cards();
    expect(others).toEqual([]);
    const winner = both[0]?.includes('Approved:') ? reviewer : other;
    expect(after?.text).toContain(`Approved by ${side.named(winner)}: baikonur-lease-renewed.`);
    expect(after?.text).not.toContain('renewed the lease');
    expect(after?.text).not.toContain('Edit');
    // An old copy of the card still has its button.
    expect(await card?.press(other, 'Approve')).toContain('was approved by');
  });

  test('an author cannot approve, a card is edited with its draft, and one that comes again is a new card', async () => {
    await here();
    await service.app.store.roles.grant({
      ...{ desk: 'centralasia', grantedBy: 'test', grantedAt: service.clock() },
      ...{ subject: editor, role: 'reviewer' },
    });
    const id = await submitted();
    await service.sent();
    const [card] = side.cards();
    expect(await card?.press(editor, 'Approve')).toContain('second pair of eyes');
    const title = { form: id, values: { title: 'Baikonur leased' }, person: editor, complete: true };
    await service.app.forms.fill({ ...title, interaction: 'i1' });
    expect(await card?.press(other, 'Approve')).toContain('may have changed since you saw it');
    await service.sent();
    expect(side.cards()).toHaveLength(1);
    expect(side.cards()[0]?.text).toContain('Baikonur leased');

    const reason = { form: `${id}.return`, values: { reason: 'Which page?' }, person: other, complete: true };
    await service.app.forms.fill({ ...reason, interaction: 'i2' });
    await service.sent();
    expect(side.cards()[0]?.text).toContain(`Returned by ${side.named(other)}: Which page?`);
    expect(side.cards()[0]?.text).toContain('“Baikonur leased”');
    await say(editor, `draft submit ${id}`);
    await service.sent();
    expect(side.cards()).toHaveLength(2);
    expect(side.cards()[1]?.text).toContain('Approve');
    await say(other, `draft discard ${id}`);
    await service.sent();
    expect(side.cards()[1]?.text).toContain(`Discarded by ${side.named(other)}.`);
  });

  test('a reader’s report and facts that contradict each other come as cards, and say how they ended', async () => {
    await here();
    const { reports } = service.app.store;
    const report = { desk: 'centralasia', entry: 'sanchez-06', reporter: reader, words: 'Not so.' };
    await reports.add({ ...report, at: service.clock() }, 'r1');
    await service.sent();
    const [card] = side.cards();
    expect(card?.text).toContain('Not so.');
    expect(await card?.press(reader, 'Done')).toContain('editor');
    expect(await card?.press(editor, 'Done')).toContain('is done');
    await service.sent();
    expect(side.cards().map(({ text }) => text)).toEqual([
      expect.stringContaining(`Done: ${side.named(editor)} has seen to it.`),
    ]);

    const visit = async (day: string, source: string) => {
      const line = `add fact title:"Blinken on ${day}" statement:"Antony Blinken came to Astana." kind:visit date:"${day}" person:antony-blinken place:astana country:KZ topic:visits source:${source}`;
      const id = /Draft (\w{5}):/.exec(JSON.stringify(await say(editor, line)))?.[1] ?? '';
      await say(editor, `draft submit ${id}`);
      await say(reviewer, `draft approve ${id}`);
    };
    await visit('3 May 2024', 'sanchez-2026');
    await visit('5 May 2024', '24kg-2025-rubio');
    await service.sent();
    const met = () => side.cards().find(({ text }) => text.includes('contradict each other'))?.text;
    expect(met()).toContain('They contradict each other');
    expect(met()).toContain('5 May 2024');
    const gone = await say(editor, 'retract blinken-on-5-may-2024 reason:"The source withdrew it."');
    await say(reviewer, `draft approve ${/Draft (\w{5}):/.exec(JSON.stringify(gone))?.[1]}`);
    await service.sent();
    expect(met()).toContain(
      `They no longer contradict each other: blinken-on-5-may-2024 was retracted by ${side.named(editor)}.`,
    );
  });

  test('a post that was cut off with its process comes once all the same', async () => {
    await here();
    side.cutOff();
    await submitted();
    await service.sent();
    service.takeUpCards();
    for (let ticks = 0; ticks < 4; ticks += 1) {
      await service.sent();
      service.pass(60);
    }
    expect(side.cards()).toHaveLength(1);
    await submitted('', 'Another lease');
    service.takeUpCards();
    await service.sent();
    expect(side.cards()).toHaveLength(2);
  });

  test('an author is told alone that a draft was returned, once, and goes on from there', async () => {
    const id = await submitted();
    await say(reviewer, `draft return ${id} reason:"Which page?"`);
    await service.sent();
    await service.sent();
    const [word, ...none] = side.direct(editor);
    expect(none).toEqual([]);
    expect(word?.text).toContain(`${reviewer} has returned it: Which page?`);
    expect(side.cards()).toEqual([]);
    expect(await word?.press(editor, 'Edit')).toMatch(/Baikonur lease renewed/);
    const filled = { form: id, values: { title: 'Lease, page 3' }, person: editor, complete: true };
    await service.app.forms.fill({ ...filled, interaction: 'i1' });
    await say(editor, `draft submit ${id}`);
    await service.sent();
    expect(side.direct(editor)[0]?.text).toMatch(/It is being written again|It waits for a reviewer/);
    expect(side.direct(editor)[0]?.text).not.toContain('Edit');
  });

  test('who is no editor any more is not told of a draft that was returned', async () => {
    const id = await submitted();
    await service.app.store.roles.revoke(editor, 'centralasia', 'test', service.clock());
    await say(reviewer, `draft return ${id} reason:"Which page?"`);
    await service.sent();
    expect(side.direct(editor)).toEqual([]);
  });
});
