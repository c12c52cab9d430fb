import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { withExamples } from '../../src/command/examples.ts';
import { replySchema } from '../../src/domain/reply.ts';
import { type OpenDesk, openDesk, whole } from './desk.ts';
import { exampleLines } from './example-lines.ts';

let desk: OpenDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.end());

describe.each(commands)('$name', ({ name, description, options, bare, examples }) => {
  test('its words fit every platform', () => {
    expect(name).toMatch(/^[a-z][a-z-]{0,31}$/);
    expect(description.length).toBeLessThanOrEqual(100);
    for (const [option, { description }] of Object.entries(options)) {
      expect(option).toMatch(/^[a-z][a-z-]{0,31}$/);
      expect(description.length).toBeLessThanOrEqual(100);
    }
    expect(Object.keys(options).length).toBeLessThanOrEqual(25);
    for (const option of bare) expect(options).toHaveProperty(option);
  });

  test('it has two to four examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(2);
    expect(examples.length).toBeLessThanOrEqual(4);
  });
});

test('every example names what the desk holds, and is answered with it', async () => {
  const { examples: names } = desk;
  for (const command of commands) {
    const { examples } = withExamples(command, names);
    expect(examples).toHaveLength(command.examples.length);
    for (const { line, about } of examples) {
      expect(`${line} ${about}`).not.toMatch(/[{}]/);
      const reply = await desk.ask(line);
      expect(reply.outcome, line).toBe('ok');
      expect(reply.blocks.length, line).toBeGreaterThan(1);
    }
  }
});

test('a desk without visits has no example of them', () => {
  const lines = commands.flatMap((command) => withExamples(command, {}).examples.map(({ line }) => line));
  expect(lines).toContain('latest');
  expect(lines.filter((line) => /visit|\{/.test(line))).toEqual([]);
});

test.each(exampleLines)('$line shows $shows', async ({ line, shows }) => {
  const reply = await desk.ask(line);
  expect(reply.outcome).toBe('ok');
  expect(replySchema.parse(reply)).toEqual(reply);
  expect(whole(reply)).toContain(shows);
});

test('all commands of a desk keep a fifth of the 8,000 characters that Discord allows to spare', () => {
  const said = commands.flatMap(({ name, description, options }) => [
    name,
    description,
    ...Object.entries(options).flatMap(([option, { description, kind }]) => [
      option,
      description,
      // A choice counts twice, once as what is shown and once as its value.
      ...(kind.type === 'choice' ? Object.keys(kind.choices).flatMap((choice) => [choice, choice]) : []),
    ]),
  ]);
  expect(said.join('').length).toBeLessThan(6400);
  expect(commands.length).toBeLessThanOrEqual(25);
});
