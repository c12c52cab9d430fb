import { afterEach, beforeEach, expect } from 'vitest';
import type { Question } from '../../src/domain/ports/answerer.ts';
import { type Reply, replySchema } from '../../src/domain/reply.ts';
import { whole } from './desk.ts';
import { DigestService } from './digest-service.ts';

export let service: DigestService;

/** Before each test: subscribed to energy on weekdays at 08:00 in Almaty, the first digest sent. Monday noon, UTC. */
export function onASubscribedChannel(): void {
  beforeEach(async () => {
    service = await DigestService.open();
    await ask('subscribe energy');
    await service.sent();
  });
  afterEach(() => service.end());
}

export const ask = async (line: string, more: Partial<Question> = {}) => {
  const reply = await service.ask(line, more);
  expect(replySchema.parse(reply)).toEqual(reply);
  return reply;
};
export const said = async (line: string, more: Partial<Question> = {}) => whole(await ask(line, more));

export const buttons = (reply: Reply) =>
  reply.blocks.flatMap((block) =>
    block.type === 'choices'
      ? block.options.map(({ command }) => command.replace('/deskwire digest ', ''))
      : [],
  );

export const one = async () => {
  const [found] = await service.app.store.subscriptions.list({});
  if (!found) throw new Error('there is no subscription');
  return found;
};

export const inOneLine = (text: string) => text.replace(/\s+/g, ' ');

/** What the messages show, in order. */
export const posts = () => service.posted.map(({ text }) => text);
