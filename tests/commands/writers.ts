import { afterEach, beforeEach } from 'vitest';
import type { Reply } from '../../src/domain/reply.ts';
import { whole } from './desk.ts';
import { admin, DigestService } from './digest-service.ts';

export const [ann, bob, cay] = ['slack:T1:UANN', 'slack:T1:UBOB', 'slack:T1:UCAY'];

export let service: DigestService;

/** Before each test: Ann is an editor, Bob and Cay are reviewers, of the real desk. */
export function withAnEditorAndTwoReviewers(): void {
  beforeEach(async () => {
    service = await DigestService.open();
    const { roles } = service.app.store;
    const grant = { desk: 'centralasia', grantedBy: admin, grantedAt: service.time.clock() };
    await roles.grant({ ...grant, subject: ann, role: 'editor' });
    await roles.grant({ ...grant, subject: bob, role: 'reviewer' });
    await roles.grant({ ...grant, subject: cay, role: 'reviewer' });
  });
  afterEach(() => service.end());
}

export const ask = (text: string, person = ann): Promise<Reply> =>
  service.app.answerer.answer({ text, person, audience: 'person', pageSize: 10 });
export const says = async (text: string, person = ann) => whole(await ask(text, person));

export const fact =
  '/deskwire-edit add fact title:"Baikonur lease renewed" statement:"Kazakhstan and Russia renewed the lease of Baikonur." date:"Feb 2026" country:KZ topic:diplomacy source:sanchez-2026';

/** The id of the draft that an answer is about. */
export const draftOf = (reply: Reply) => /Draft (\w{5}):/.exec(whole(reply))?.[1] ?? '';
export const posted = () =>
  service.posted
    .map(({ text }) => text)
    .join(' ')
    .replace(/\s+/g, ' ');

export async function published(line = fact): Promise<string> {
  const id = draftOf(await ask(line));
  await ask(`/deskwire-edit draft submit ${id}`);
  return says(`/deskwire-edit draft approve ${id}`, bob);
}
