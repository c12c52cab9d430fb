import { expect, test } from 'vitest';
import { linkLabel } from '../../src/domain/text.ts';

const href = 'https://evil.example/x';

test.each([
  ['https://history.state.gov/travels', href, 'https://history.state.gov/travels (evil.example)'],
  ['www.state.gov', href, 'www.state.gov (evil.example)'],
  ['state.gov/travels', href, 'state.gov/travels (evil.example)'],
  ['https://evil.example@state.gov', href, 'https://evil.example@state.gov (evil.example)'],
  ['https://evil.example/y', href, 'https://evil.example/y'],
  ['EVIL.example', href, 'EVIL.example'],
  ['evil.example', 'https://www.evil.example/', 'evil.example'],
  ['Travels of the Secretary', href, 'Travels of the Secretary'],
  ['Astana, 5 May. Further', href, 'Astana, 5 May. Further'],
  ['C5+1', href, 'C5+1'],
])('the label %s of a link to %s reads %s', (label, to, shown) => {
  expect(linkLabel(label, to)).toBe(shown);
});
