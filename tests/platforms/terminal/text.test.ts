import fc from 'fast-check';
import measure from 'string-width';
import { describe, expect, it } from 'vitest';
import wrapAnsi from 'wrap-ansi';
import { cleanAll, cleanText, indented, stringWidth } from '../../../src/platforms/terminal/text.ts';

describe('cleanText', () => {
  it.each([
    ['escape sequences', '\u001b[31mred\u001b[0m \u009b2Jtext', 'red text'],
    ['a hyperlink of its own', '\u001b]8;;https://evil.example\u0007bank\u001b]8;;\u0007', 'bank'],
    ['a broken sequence', 'a\u001b\u0007b', 'ab'],
    ['line breaks', 'one\r\ntwo\u2028three\u0085four', 'one two three four'],
    ['tabs and wide spaces', 'a\t\tb\u3000c', 'a b c'],
    ['bidi overrides and isolates', 'a\u202egnp\u202c \u2066x\u2069\u200f', 'agnp x'],
    ['zero-width characters', 'pay\u200bpal\ufeff\u2060 in\u00advisible', 'paypal invisible'],
    ['tag characters, which can carry a hidden message', 'ok\u{e0068}\u{e0069}', 'ok'],
    ['lone surrogates and private use', '\ud800 \ue000', '\ufffd \ufffd'],
    ['piles of marks', `a${'\u0315'.repeat(30)}b`, `a${'\u0315'.repeat(4)}b`],
  ])('removes %s', (_what, text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it.each([
    ['Cyrillic and Kazakh letters', 'Қасым-Жомарт Тоқаев'],
    ['typographic punctuation', '27–28 February 2023 — “quoted” …'],
    ['an emoji of several people', '👩‍👩‍👧‍👦'],
    ['a heart in its emoji style', '❤️'],
    ['the joiner inside a Persian word', 'می‌شود'],
    ['a no-break space', '27\u00a0February'],
  ])('keeps %s', (_what, text) => {
    expect(cleanText(text)).toBe(text);
  });

  it('composes letters and marks', () => {
    expect(cleanText('Каи\u0306р')).toBe('Кайр');
  });

  it('cuts an endless cluster and shows that it did', () => {
    expect(cleanText('ᄀ'.repeat(50))).toBe(`${'ᄀ'.repeat(16)}\ufffd`);
  });

  it('stays fast on long hostile text', () => {
    const started = performance.now();
    for (const piece of ['\u001b]', ';', '\u001b[1;', '\u0301', ' \u00a0', '\u200d'])
      cleanText(piece.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

it('cleanAll reaches every text of a document and nothing else', () => {
  const value = { a: 'x\u001b', b: [{ c: 'y\u202e', n: 1 }], d: undefined, e: null, f: true };
  expect(cleanAll(value)).toEqual({ a: 'x', b: [{ c: 'y', n: 1 }], d: undefined, e: null, f: true });
});

describe('texts with emoji', () => {
  const pieces = [
    ...['🇰🇿', '🇺🇿', '🇰', '📰', '⚠️', '⚠', '❤️', '👍🏽', '👍', '🏽', '👩‍👩‍👧‍👦', '1️⃣', '1️', '#'],
    ...[
      '\u200d',
      '\ufe0e',
      '\ufe0f',
      '\u0301',
      '国',
      '한',
      'ش',
      'a',
      'b ',
      ' ',
      '→',
      '·',
      '\u{10ffff}',
      '\ufaff',
    ],
  ];
  const texts = fc
    .array(fc.constantFrom(...pieces), { maxLength: 20 })
    .map((parts) => cleanText(parts.join('')));

  it('take as many columns as when each emoji is looked up', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(stringWidth(text)).toBe(measure(text));
      }),
    );
  });

  it('break where they would break if each were looked up', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const lines = wrapAnsi(text, 12, { hard: true }).split('\n');
        expect(indented(0, text, 12)).toEqual(lines.map((line) => line.trimEnd()));
      }),
    );
  });
});
