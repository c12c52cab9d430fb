/** Controls, and what reorders or hides the text around it: an override can make a name read as another. */
const unseen =
  /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** One line of what a reader sees: no controls, no direction marks, single spaces. */
export function plainLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(unseen, '').replace(/ {2,}/g, ' ').trim();
}

/** The line, or none when it is empty or too long to be what it is taken for. */
export function shortLine(text: string | null | undefined, max: number): string | undefined {
  const line = plainLine((text ?? '').slice(0, max * 4));
  return line === '' || line.length > max ? undefined : line;
}
