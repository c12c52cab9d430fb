import { expect, it } from 'vitest';
import { type BannerFacts, bannerText } from '../../../src/platforms/terminal/banner.ts';
import { plain80 } from './replies.ts';

const facts: BannerFacts = {
  version: '0.1.0',
  desks: [{ id: 'centralasia', name: 'Central Asia', briefs: 1, facts: 120, visits: 57 }],
  broken: [],
  data: 'data/deskwire.db',
  briefs: 'briefs',
  platforms: [],
  example: false,
  examples: ['/centralasia visits kazakhstan', '/centralasia who rice', '/centralasia help', 'a fourth'],
  prompt: true,
};

it('says in a few lines what runs, where data lie and what to try', () => {
  expect(bannerText(facts, plain80).split('\n')).toEqual([
    'Deskwire 0.1.0',
    '  /centralasia    Central Asia: 1 brief, 120 facts, 57 visits',
    '  /deskwire       digests, settings and roles; see /deskwire help',
    '  /deskwire-edit  writing, review and sources; see /deskwire-edit help',
    '  data            data/deskwire.db, content from briefs',
    '  connected       this prompt only; to add Slack or Discord, see docs/slack.md',
    '                  or docs/discord.md',
    '',
    '  try             /centralasia visits kazakhstan',
    '                  /centralasia who rice',
    '                  /centralasia help',
    '',
    '  Tab completes, a number picks an option, n and p turn pages, exit leaves.',
    '',
  ]);
});

it('names what is connected, and gives nothing to type where there is no prompt', () => {
  const served = {
    ...facts,
    platforms: ['Slack (Socket Mode)', 'Discord'],
    health: 'http://127.0.0.1:3000',
    page: 'http://127.0.0.1:3080/?key=abcdefghijklmnopqrstuvwx',
    prompt: false,
  };
  const text = bannerText(served, plain80);
  expect(text).toContain('  connected       Slack (Socket Mode), Discord\n');
  expect(text).toContain('  health          http://127.0.0.1:3000\n');
  expect(text).toContain('  page            http://127.0.0.1:3080/?key=abcdefghijklmnopqrstuvwx\n');
  expect(text).not.toContain('try');
});

it('says so when there is no desk', () => {
  expect(bannerText({ ...facts, desks: [] }, plain80)).toContain(
    'desks           none in briefs yet; npm run -s deskwire -- init makes one for',
  );
});

it('names the file and the fault where a desk cannot be served', () => {
  const broken = [{ desk: 'horn', says: 'briefs/horn/desk.yaml line 9: there is no country "XX"' }];
  const text = bannerText({ ...facts, desks: [], broken }, plain80);
  expect(text).toContain('  /horn           not served: briefs/horn/desk.yaml line 9: there is no country');
  expect(text).not.toContain('none in briefs');
});

it('offers a desk of one’s own where only the example is served', () => {
  expect(bannerText({ ...facts, example: true }, plain80)).toContain(
    '  yours           this is the example desk; npm run -s deskwire -- init makes\n',
  );
});

it('prints nothing of the names but text', () => {
  const desks = [{ id: 'x', name: 'Evil\u001b[2J\ndesk', briefs: 0, facts: 0, visits: 0 }];
  expect(bannerText({ ...facts, desks }, plain80)).toContain('Evil desk: 0 briefs');
});
