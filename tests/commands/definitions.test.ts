import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { replySchema } from '../../src/domain/reply.ts';
import { type OpenDesk, openDesk, whole } from './desk.ts';

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

  test.each(examples)('$line: $about', async ({ line, shows }) => {
    const reply = await desk.ask(line);
    expect(reply.outcome).toBe('ok');
    expect(replySchema.parse(reply)).toEqual(reply);
    expect(whole(reply)).toContain(shows);
  });
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
