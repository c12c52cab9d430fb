import type { Question } from '../../src/domain/ports/answerer.ts';
import type { FormOutcome } from '../../src/domain/ports/drafts.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { admin, channel, DigestService, reader } from '../commands/digest-service.ts';
import { sameChance } from './same-chance.ts';

export const reviewer = 'slack:T1:UREVIEWER';
export { admin, reader };

export type Product = Awaited<ReturnType<typeof openProduct>>;

/** The real product on the real desk, at an instant that stands still, with the same ids on every run. */
export async function openProduct(now: Date) {
  const chance = sameChance();
  const service = await DigestService.open(now.toISOString()).catch((error) => {
    chance.restore();
    throw error;
  });
  const { app, time } = service;
  await app.store.roles.grant({
    ...{ subject: reviewer, role: 'reviewer', desk: 'centralasia', grantedBy: admin },
    grantedAt: time.clock(),
  });
  let fills = 0;
  return {
    service,
    app,
    async ask(text: string, more: Partial<Question> = {}): Promise<Reply> {
      chance.startStep(`${text} ${JSON.stringify(more)}`);
      const question = { person: admin, channel, audience: 'person' as const, pageSize: 10, ...more };
      const reply = await app.answerer.answer({ ...question, text });
      // What it set going is over before the next step sees what became of it.
      if (text.startsWith('/deskwire')) await service.sent();
      return reply;
    },
    async fill(form: string, values: Record<string, string>, person = admin): Promise<FormOutcome> {
      fills += 1;
      chance.startStep(`${form} ${JSON.stringify(values)}`);
      const outcome = await app.forms.fill({
        ...{ form, values, person, channel, complete: true, interaction: `fill ${fills}` },
      });
      await service.sent();
      return outcome;
    },
    async end() {
      await service.end();
      chance.restore();
    },
  };
}
