import { linksWork } from './hyperlinks.ts';

/** Narrower terminals get lines of 40 columns all the same: below that, dates and commands fall apart. */
export const minWidth = 40;
/** Longer lines than this are hard to read, however wide the window is. */
export const maxWidth = 100;
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
