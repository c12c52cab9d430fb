import { describe, expect, it } from 'vitest';
import { hyperlink, safeAddress, terminalSettings } from '../../../src/platforms/terminal/capabilities.ts';

const terminal = { isTTY: true, columns: 90 };

describe('width', () => {
  it.each([
    [{}, { isTTY: true, columns: 90 }, 90],
    [{}, { isTTY: true, columns: 20 }, 40],
    [{}, { isTTY: true, columns: 300 }, 100],
    [{}, { isTTY: true, columns: 0 }, 80],
    [{}, {}, 80],
    [{ COLUMNS: '60' }, {}, 60],
    [{ COLUMNS: 'wide' }, {}, 80],
  ])('for %j on %j is %i', (env, stream, width) => {
    expect(terminalSettings(env, stream).width).toBe(width);
  });
});

describe('colour', () => {
  it.each([
    ['a terminal', {}, terminal, true],
    ['a pipe', {}, {}, false],
    ['NO_COLOR', { NO_COLOR: '1' }, terminal, false],
    ['an empty NO_COLOR, which counts as not set', { NO_COLOR: '' }, terminal, true],
    ['a dumb terminal', { TERM: 'dumb' }, terminal, false],
    ['FORCE_COLOR on a pipe', { FORCE_COLOR: '1' }, {}, true],
    ['FORCE_COLOR=0 on a terminal', { FORCE_COLOR: '0' }, terminal, false],
    ['FORCE_COLOR against NO_COLOR', { FORCE_COLOR: '', NO_COLOR: '1' }, {}, true],
  ])('%s', (_what, env, stream, colour) => {
    expect(terminalSettings(env, stream).colour).toBe(colour);
  });
});

describe('links', () => {
  it.each([
    ['an unknown terminal', { TERM: 'xterm-256color' }, terminal, false],
    ['kitty', { TERM: 'xterm-kitty' }, terminal, true],
    ['iTerm', { TERM_PROGRAM: 'iTerm.app' }, terminal, true],
    ['a terminal on VTE', { VTE_VERSION: '7600' }, terminal, true],
    ['an old VTE', { VTE_VERSION: '4205' }, terminal, false],
    ['tmux inside iTerm', { TERM_PROGRAM: 'iTerm.app', TMUX: '/tmp/tmux-1/default,1,0' }, terminal, false],
    ['a pipe', { TERM: 'xterm-kitty' }, {}, false],
    ['FORCE_HYPERLINK', { FORCE_HYPERLINK: '1' }, {}, true],
    ['FORCE_HYPERLINK=0', { FORCE_HYPERLINK: '0', TERM: 'xterm-kitty' }, terminal, false],
  ])('%s', (_what, env, stream, links) => {
    expect(terminalSettings(env, stream).links).toBe(links);
  });

  it.each([
    ['https://example.org/a b', 'https://example.org/a%20b'],
    ['https://пример.kz/ә', 'https://xn--e1afmkfd.kz/%D3%99'],
    ['javascript:alert(1)', undefined],
    ['file:///etc/passwd', undefined],
    ['not an address', undefined],
  ])('%s is followed as %s', (address, safe) => {
    expect(safeAddress(address)).toBe(safe);
  });

  it('closes what it opens', () => {
    expect(hyperlink('text', 'https://example.org/')).toBe(
      '\u001b]8;;https://example.org/\u0007text\u001b]8;;\u0007',
    );
  });
});
