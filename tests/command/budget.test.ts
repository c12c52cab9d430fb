import { expect, test } from 'vitest';
import { budgetOf } from './budget.ts';
import { all, help, visits } from './definitions.ts';

const desk = { id: 'centralasia', about: 'What the desk covers' };

test('names, descriptions and choices are counted', () => {
  const { characters, subcommands, options } = budgetOf(desk, [help]);
  const words =
    'centralasia' + 'What the desk covers' + 'help' + 'What this desk answers' + 'command' + 'A command';
  expect(characters).toBe(words.length);
  expect({ subcommands, options }).toEqual({ subcommands: 1, options: 1 });
});

test('a handful of commands leaves a fifth to spare', () => {
  expect(budgetOf(desk, all).faults).toEqual([]);
});

test('what Discord would refuse is named, and what leaves too little room', () => {
  const many = Array.from({ length: 21 }, (_, n) => ({ ...visits, name: `visits${n}` }));
  expect(budgetOf(desk, many).faults).toEqual(['subcommands: 21 of 25, wanted at most 20']);
  expect(budgetOf(desk, many, 0).faults).toEqual([]);
  const wrong = { ...visits, name: 'Big Visits', description: 'x'.repeat(101) };
  expect(budgetOf(desk, [wrong]).faults).toHaveLength(2);
  const long = Array.from({ length: 20 }, (_, n) => ({
    ...visits,
    name: `v${n}`,
    description: 'x'.repeat(100),
    options: {
      ...visits.options,
      more: { ...visits.options.country!, description: 'y'.repeat(100) },
      most: { ...visits.options.country!, description: 'y'.repeat(100) },
    },
  }));
  expect(budgetOf(desk, long).faults.some((fault) => fault.startsWith('characters'))).toBe(true);
});
