import { expect, test } from 'vitest';
import { terminalDigests } from '../../../src/platforms/terminal/channel-sender.ts';
import { replyOf } from '../discord/replies.ts';

test('a digest is one text, plain whatever the terminal can do', () => {
  const context = { channel: 'terminal', delivery: 'k3x9k3x9k3x9k3x9', more: '/deskwire digest more x' };
  const reply = replyOf();
  const [only, ...more] = terminalDigests.parts(reply, context);
  expect(more).toEqual([]);
  expect(only?.reply).toBe(reply);
  expect(only?.body).toMatch(/^Visits: Kazakhstan\n─+\n/);
  expect(only?.body).toContain('Antony Blinken');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for escape sequences
  expect(only?.body).not.toMatch(/\u001b/);
  const options = [{ label: 'Read all', command: context.more }];
  const ending = { ...reply, blocks: [...reply.blocks, { type: 'choices' as const, prompt: '', options }] };
  // A number means a choice of the last answer, which a digest is not.
  expect(terminalDigests.one(ending, { ...context, part: 0 })).toMatch(
    /^ +• {2}Read all {2}\/deskwire digest more x$/m,
  );
  expect(terminalDigests.one(reply, { ...context, part: 0 })).toBe(only?.body);
});
