import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenDesk, openDesk, rows } from '../commands/desk.ts';
import { button, buttons } from '../commands/import-desk.ts';

let desk: OpenDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.end());

const press = async (line: string, label: string) => {
  const pressed = button(await desk.ask(line), label);
  return { pressed, says: rows(await desk.ask(pressed.replace('/centralasia ', ''))).join('\n') };
};

describe('a reading is changed by one press', () => {
  test.each([
    ['ask how many visits to kazakhstan', 'From Kazakhstan', 'number of visits · from Kazakhstan'],
    [
      'ask visits from kazakhstan to the united states',
      'The other way round',
      'from United States · to Kazakhstan',
    ],
    ['ask what did Clinton do in tashkent', 'Hillary Clinton', 'visits · Hillary Clinton · Tashkent'],
    [
      'ask when did the president go to tashkent',
      'President of Kazakhstan',
      'President of Kazakhstan · Tashkent',
    ],
  ])('%s: %s', async (line, label, reading) => {
    const { says } = await press(line, label);
    expect(
      says.replace(/to Kazakhstan · from United States/, 'from United States · to Kazakhstan'),
    ).toContain(reading);
  });

  test('and back, and what was chosen is kept by Details and Sources', async () => {
    const { pressed } = await press('ask how many visits to kazakhstan', 'From Kazakhstan');
    const changed = await desk.ask(pressed.replace('/centralasia ', ''));
    for (const label of ['Details', 'Sources']) expect(button(changed, label)).toContain('as:"from KZ"');
    expect(button(changed, 'To Kazakhstan')).toContain('as:"to KZ"');
  });

  test('whose office or person travels has no other way', async () => {
    const labels = buttons(await desk.ask('ask when did Blinken visit Kazakhstan')).map(({ label }) => label);
    expect(labels).toEqual(['Search these words', 'Details', 'Sources']);
  });

  test('a change that means nothing here changes nothing', async () => {
    const line = 'ask question:"when did Blinken visit Kazakhstan" as:"is nobody-at-all, from FR"';
    expect(rows(await desk.ask(line))).toEqual(rows(await desk.ask('ask when did Blinken visit Kazakhstan')));
    expect((await desk.ask(line.replace('is nobody-at-all', 'drop table'))).outcome).toBe('invalid');
  });
});

describe('a word that is equally near to two names is asked back', () => {
  test.each([
    ['ask when did Akiyev visit the united states', 'Askar Akayev', 'visits · Askar Akayev'],
    ['ask when did Akiyev visit the united states', 'Kurmanbek Bakiyev', 'visits · Kurmanbek Bakiyev'],
  ])('%s: %s', async (line, label, reading) => {
    const asked = await desk.ask(line);
    expect(asked.outcome).toBe('question');
    expect(rows(asked)[0]).toBe('“Akiyev” may be Askar Akayev or Kurmanbek Bakiyev. Which one?');
    expect((await press(line, label)).says).toContain(reading);
  });

  test('two of one family are told together, each one press away', async () => {
    const reply = await desk.ask('ask when did Berdymuhamedow visit the united states');
    expect(reply.outcome).toBe('ok');
    expect(buttons(reply).map(({ label }) => label)).toContain('Serdar Berdimuhamedov');
  });
});
