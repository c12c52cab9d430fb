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
export type Ink = (text: string, ...roles: InkRole[]) => string;

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
}
