import type { Environment } from './limits.ts';

/** Values of TERM_PROGRAM whose terminals follow OSC 8. */
const programs = new Set(['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'Hyper', 'rio', 'zed']);

/**
 * Whether the terminal turns OSC 8 into something to click. There is no way to ask it, so only those known to do
 * it count: where a link silently fails the reader would lose the address. tmux and screen hide what is outside.
 */
export function linksWork(env: Environment, isTerminal: boolean): boolean {
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
