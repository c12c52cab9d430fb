import { describe, expect, test } from 'vitest';
import { messageRefusal, viewRefusal } from './check-message.ts';
import { slackLimits, viewLimits } from './limits.ts';

const refusal = (surface: string, sample: unknown) => {
  if (surface === 'text') return messageRefusal({ text: sample });
  if (surface === 'view') return viewRefusal({ type: 'modal', blocks: sample });
  return messageRefusal({ text: 'x', blocks: sample });
};

describe('each limit holds at its edge', () => {
  for (const [name, row] of Object.entries(slackLimits)) {
    test(`${name}: ${row.limit} is taken, one more is refused`, () => {
      expect(refusal(row.surface, row.sample(row.limit))).toBeUndefined();
      expect(refusal(row.surface, row.sample(row.limit + 1))?.error).toBe(row.error);
    });
  }
  for (const [name, { limit }] of Object.entries(viewLimits)) {
    test(`view ${name}: ${limit} is taken, one more is refused`, () => {
      const view = (size: number) => ({
        type: 'modal',
        blocks: [{ type: 'divider' }],
        [name]: ['title', 'submit', 'close'].includes(name)
          ? { type: 'plain_text', text: 'x'.repeat(size) }
          : 'x'.repeat(size),
      });
      expect(viewRefusal(view(limit))).toBeUndefined();
      expect(viewRefusal(view(limit + 1))?.error).toBe('invalid_arguments');
    });
  }
});
