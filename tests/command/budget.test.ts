import { describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { withDesk } from '../../src/command/desk-option.ts';
import { groupOf } from '../../src/command/line.ts';
import { commandDefinitions, commandWeight } from '../../src/platforms/discord/registration/commands.ts';
import { freshStore } from '../store/fixture.ts';
import { appOn, deskNamed, ownSlashes } from './app-desk.ts';
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

describe('the product’s own commands', () => {
  test('of a desk leave a fifth to spare', () => {
    expect(budgetOf(desk, commands).faults).toEqual([]);
  });

  test('of the app too, with their groups, and Discord takes them', async () => {
    const { store, end } = await freshStore();
    const desks = [deskNamed('centralasia'), deskNamed('caucasus')];
    const catalogue = appOn(store)
      .catalogue()
      .filter(({ app }) => app);
    for (const { id, about, groups, commands } of ownSlashes(store)) {
      const shapes = commands.map((command) => withDesk(command, desks));
      const { characters, faults } = budgetOf({ id, about, groups }, shapes);
      expect(faults, id).toEqual([]);
      for (const { name } of shapes)
        if (groupOf({ name })) expect(groups).toHaveProperty(groupOf({ name }) ?? '');
      const [registered] = commandDefinitions(
        catalogue.filter((one) => one.id === id),
        'global',
      );
      expect(registered && commandWeight(registered)).toBe(characters);
    }
    await end();
  });
});

test('groups are counted as one, with at most 25 commands each', () => {
  const own = Array.from({ length: 21 }, (_, n) => ({ ...help, name: `digest do${n}` }));
  const groups = { digest: 'Digests of a channel' };
  const { subcommands, faults } = budgetOf({ ...desk, groups }, own);
  expect(subcommands).toBe(1);
  expect(faults).toEqual(['commands of a group: 21 of 25, wanted at most 20']);
  expect(budgetOf({ ...desk, groups }, [{ ...help, name: 'digest' }]).faults).toEqual([
    'digest: a group is no command itself',
  ]);
});
