import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Only the sixteen colours that a reader's own theme sets, so that it reads on light and on dark. */
const formats = {
  plain: [],
  heading: ['bold', 'cyan'],
  subheading: ['bold'],
  date: ['cyan'],
  headline: ['bold'],
  label: ['dim'],
  faint: ['dim'],
  strong: ['bold'],
  emphasis: ['italic'],
  code: ['cyan'],
  mark: ['yellow', 'underline'],
  gone: ['strikethrough'],
  person: ['cyan'],
  channel: ['cyan'],
  number: ['bold', 'cyan'],
  info: ['blue'],
  gap: ['magenta'],
  warning: ['yellow'],
  reported: ['dim'],
  disputed: ['yellow'],
  claimed: ['magenta'],
} satisfies Record<string, Format & readonly string[]>;

export type InkRole = keyof typeof formats;

/** Paints text in one or more roles. Painted text is never painted again: closing codes would end the outer style. */
type Ink = (text: string, ...roles: InkRole[]) => string;

export function makeInk(colour: boolean): Ink {
  if (!colour) return (text) => text;
  return (text, ...roles) => {
    const format = [...new Set(roles.flatMap((role): string[] => [...formats[role]]))];
    // Whether to colour is decided by the caller, not by the stream that styleText would look at.
    return format.length && text
      ? styleText(format as unknown as Format, text, { validateStream: false })
      : text;
  };
}

/** What the parts of a reply are laid out on. */
export interface Paper {
  width: number;
  colour: boolean;
  links: boolean;
  ink: Ink;
  unasked?: boolean | undefined;
}

/** Narrower terminals get lines of 40 columns all the same: below that, dates and commands fall apart. */
const minWidth = 40;
/** Longer lines than this are hard to read, however wide the window is. */
const maxWidth = 100;
export const defaultWidth = 80;
export const maxHistoryLines = 1000;
/** What a line of history may hold; a pasted page is not worth keeping. */
export const maxHistoryLineLength = 2000;

export interface TerminalSettings {
  /** Columns to fill, between `minWidth` and `maxWidth`. */
  width: number;
  colour: boolean;
  /** Whether sources become OSC 8 hyperlinks; if not, their addresses are printed. */
  links: boolean;
  /** It is no answer to what was typed: its choices have no numbers, which mean those of the last answer. */
  unasked?: boolean;
}

/** The part of `tty.WriteStream` that decides how to write to it. */
export interface StreamFacts {
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** How to write to `stream`. FORCE_COLOR wins over NO_COLOR, as in Node itself; see also https://no-color.org. */
export function terminalSettings(env: Environment, stream: StreamFacts): TerminalSettings {
  return {
    width: readableWidth(stream.columns || Number(env.COLUMNS) || defaultWidth),
    colour: wantsColour(env, stream),
    links: linksWork(env, Boolean(stream.isTTY)),
  };
}

export function readableWidth(columns: number): number {
  if (Number.isNaN(columns)) return defaultWidth;
  return Math.trunc(Math.min(maxWidth, Math.max(minWidth, columns)));
}

function wantsColour(env: Environment, stream: StreamFacts): boolean {
  if (env.FORCE_COLOR !== undefined) return !['0', 'false'].includes(env.FORCE_COLOR);
  if (env.NO_COLOR) return false;
  return Boolean(stream.isTTY) && env.TERM !== 'dumb';
}

/** Values of TERM_PROGRAM whose terminals follow OSC 8. */
const programs = new Set(['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'Hyper', 'rio', 'zed']);

/**
 * Whether the terminal turns OSC 8 into something to click. There is no way to ask it, so only those known to do
 * it count: where a link silently fails the reader would lose the address. tmux and screen hide what is outside.
 */
function linksWork(env: Environment, isTerminal: boolean): boolean {
  if (env.FORCE_HYPERLINK !== undefined) return !['0', 'false', ''].includes(env.FORCE_HYPERLINK);
  if (!isTerminal || env.TERM === 'dumb' || env.TMUX || env.STY || env.CI) return false;
  // VTE has links since 0.50 and crashed on some of them in 0.50.0.
  if (env.VTE_VERSION) return Number(env.VTE_VERSION) > 5000;
  return (
    programs.has(env.TERM_PROGRAM ?? '') ||
    ['xterm-kitty', 'xterm-ghostty', 'alacritty'].includes(env.TERM ?? '') ||
    Boolean(env.KITTY_WINDOW_ID || env.WT_SESSION || env.KONSOLE_VERSION)
  );
}

/** The address in ASCII, percent-encoded and with a punycode host, or undefined when it is not http(s). */
export function safeAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  // The parser leaves some printable characters alone; whatever is not plain ASCII has no place in a control string.
  return url.href.replace(/[^\x21-\x7e]/gu, (character) => encodeURIComponent(character));
}

/** `text` as a hyperlink; `address` comes from `safeAddress`. */
export function hyperlink(text: string, address: string): string {
  return `\u001b]8;;${address}\u0007${text}\u001b]8;;\u0007`;
}
