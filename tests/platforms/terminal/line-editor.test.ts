import { describe, expect, it } from 'vitest';
import { type Offered, readTyped } from '../../../src/platforms/terminal/line-editor.ts';

const nothing: Offered = { choices: [] };
const two: Offered = {
  choices: [
    { label: 'a', command: '/desk who a' },
    { label: 'b', command: '/desk who b' },
  ],
};
const middle: Offered = {
  choices: [],
  paging: { page: 2, pages: 3, total: 9, unit: 'stops', next: '/desk page:3', previous: '/desk page:1' },
};

describe('readTyped', () => {
  it.each(['', '   ', '\u00a0'])('takes %j for nothing', (line) => {
    expect(readTyped(line, two)).toEqual({ kind: 'nothing' });
  });

  it.each(['exit', 'QUIT', ' exit '])('leaves on %j', (line) => {
    expect(readTyped(line, nothing)).toEqual({ kind: 'leave' });
  });

  it('runs the option of a number', () => {
    expect(readTyped('2', two)).toEqual({ kind: 'ask', line: '/desk who b', picked: true });
  });

  it('says what can be chosen for a number that was not offered', () => {
    for (const line of ['0', '3']) {
      expect(readTyped(line, two)).toEqual({ kind: 'say', text: 'Choose from 1 to 2.' });
    }
  });

  it('asks no number where nothing is offered, and a year always', () => {
    expect(readTyped('12', nothing)).toEqual({ kind: 'say', text: 'No numbered choice is open.' });
    expect(readTyped('2006', two)).toEqual({ kind: 'ask', line: '2006', picked: false });
  });

  it.each([
    ['n', '/desk page:3'],
    ['next', '/desk page:3'],
    ['p', '/desk page:1'],
    ['previous', '/desk page:1'],
  ])('turns the page on %s', (word, line) => {
    expect(readTyped(word, middle)).toEqual({ kind: 'ask', line, picked: true });
  });

  it('says so at the first and last page, and where there are none', () => {
    const only = { choices: [], paging: { page: 1, pages: 2, total: 9, unit: 'stops' } };
    expect(readTyped('n', only)).toEqual({ kind: 'say', text: 'This is the last page.' });
    expect(readTyped('p', only)).toEqual({ kind: 'say', text: 'This is the first page.' });
    expect(readTyped('n', nothing)).toEqual({ kind: 'say', text: 'There are no pages to turn.' });
  });

  it('does not take words of JavaScript for its own', () => {
    expect(readTyped('constructor', nothing)).toMatchObject({ kind: 'ask', line: 'constructor' });
  });
});
