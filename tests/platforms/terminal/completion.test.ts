import { expect, it } from 'vitest';
import { tabCompletion } from '../../../src/platforms/terminal/line-editor.ts';

it.each([
  ['/desk vis', ['/desk visits'], [['visits'], 'vis']],
  [
    '/desk visits k',
    ['/desk visits kazakhstan', '/desk visits kyrgyzstan'],
    [['kazakhstan', 'kyrgyzstan'], 'k'],
  ],
  ['/desk visits kyrgyz r', ['/desk visits kyrgyz republic'], [['republic'], 'r']],
  ['/desk visits sec of s', ['/desk visits secretary of state'], [['secretary of state'], 'sec of s']],
  ['/desk visits Kaz', ['/desk visits kazakhstan'], [['kazakhstan'], 'Kaz']],
  ['', ['/desk'], [['/desk'], '']],
  ['/none', [], [[], '/none']],
  ['/d', ['/desk\u001b[2J', '/desk'], [['/desk'], '/d']],
] as const)('Tab on %j', (line, lines, expected) => {
  expect(tabCompletion(line, lines)).toEqual(expected);
});
