/** Overrides of writing direction, and marks that nobody sees, could make a text read as another. */
const hiddenMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u00ad\u200b\ufeff]/g;

/** Text without what no reader should be shown: control characters, direction overrides, broken surrogates. */
export function cleanText(text: string): string {
  if (/^[ -~\n]*$/.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n')
    .replace(hiddenMarks, '')
    .replace(/(?!\n)\p{Cc}/gu, ' ');
}

export function oneLine(text: string): string {
  return cleanText(text).replaceAll('\n', ' ');
}

/** Whatever `escapeText` may change something about; most text has nothing of it. */
const special = /[\\*_~`|<>[\]@:]|discord|^\s*[-+#.)\d]/i;

/**
 * Makes one line of text show in Discord exactly as it reads: no styling, heading, list or quote, no mention, time,
 * command or emoji, no link that it makes by itself. Discord drops a backslash before any ASCII punctuation.
 */
export function escapeText(text: string): string {
  if (!special.test(text)) return text;
  return (
    text
      .replace(/[\\*_~`|<>[\]@]/g, '\\$&')
      // Addresses and :emoji: need a colon that touches the next letter; `10: three` stays as it is.
      .replace(/:(?=\S)/g, '\\:')
      // An invitation is recognised even without https://.
      .replace(/(discord(?:app)?)\.(?=\w)/gi, '$1\\.')
      // Headings, lists, small print. A text may follow an empty one, so every start counts as the line's start.
      .replace(/^(\s*)([-+#.)])/, '$1\\$2')
      .replace(/^(\s*\d+)([.)])/, '$1\\$2')
  );
}

/**
 * An address that cannot break out of `[label](<address>)`; undefined for one that must not be linked: not http,
 * with credentials, or longer than `max`.
 */
export function safeAddress(address: string, max: number): string | undefined {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return undefined;
  const text = url.href.replace(/[()<>|`\\]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return text.length <= max ? text : undefined;
}
