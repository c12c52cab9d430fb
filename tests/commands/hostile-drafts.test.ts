import { afterEach, beforeEach, expect, test } from 'vitest';
import { whole } from './desk.ts';
import { admin, DigestService } from './digest-service.ts';

let service: DigestService;
beforeEach(async () => {
  service = await DigestService.open();
});
afterEach(() => service.end());

const ask = (text: string) =>
  service.deskwire.answerer.answer({ text, person: admin, audience: 'person', pageSize: 10 });

test.each([
  ['2,814 quotations', '>'.repeat(2814)],
  ['1,313 lists', '- '.repeat(1313)],
  ['emphasis', '*'.repeat(5000)],
])('a draft whose summary is %s is kept, shown, edited and discarded', async (_, summary) => {
  const begun = await ask(
    '/deskwire add brief title:"Nested" kind:news country:KZ topic:diplomacy source:sanchez-2026',
  );
  const id = /Draft (\w{5})/.exec(whole(begun))?.[1] ?? '';
  const filled = await service.deskwire.forms.fill({
    ...{ form: begun.form?.id ?? '', values: { summary }, person: admin },
    ...{ complete: true, interaction: 'test:1' },
  });
  expect(['kept', 'answered']).toContain(filled.outcome);
  expect((await ask(`/deskwire edit ${id}`)).outcome).not.toBe('failed');
  expect((await ask('/deskwire draft list')).outcome).toBe('ok');
  expect(whole(await ask(`/deskwire draft discard ${id}`))).toContain('Discarded');
});
