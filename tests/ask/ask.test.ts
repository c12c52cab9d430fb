import { beforeAll, describe, expect, test } from 'vitest';
import wrapAnsi from 'wrap-ansi';
import { type Judged, judge, sets, tally, unsupported } from './judge.ts';

/** Lines of 42 columns and characters of an answer, see DESIGN. */
const [columns, mostLines, mostCharacters] = [42, 12, 600];

describe.each(sets.map((set) => ({ ...set })))('questions of $file', (set) => {
  let judged: Judged[];
  beforeAll(async () => {
    judged = await judge(set);
  });

  test('none is answered wrongly, most are answered, and what is not known is refused', () => {
    const { answerable, unanswerable } = tally(judged);
    console.table({ answerable, unanswerable });
    const of = (verdict: string) => judged.filter((one) => one.verdict === verdict);
    expect(of('wrong').map(({ question, why }) => `${question.q}: ${why}`)).toEqual([]);
    expect(unanswerable.refused).toBe(unanswerable.of);
    expect((answerable.answered ?? 0) / answerable.of).toBeGreaterThanOrEqual(0.88);
    expect((answerable['asked back'] ?? 0) / answerable.of).toBeLessThanOrEqual(0.1);
  });

  test('every name, date and number of an answer is in an entry that it rests on', () => {
    expect(judged.flatMap((one) => unsupported(one).map((what) => `${one.question.q}: ${what}`))).toEqual([]);
  });

  test('an answer fits a screen', () => {
    const tall = judged.filter(({ text }) => {
      const lines = text.split('\n').flatMap((line) => wrapAnsi(line, columns, { hard: true }).split('\n'));
      return lines.length > mostLines || text.length > mostCharacters;
    });
    expect(tall.map(({ question, text }) => `${question.q}\n${text}`)).toEqual([]);
  });
});
