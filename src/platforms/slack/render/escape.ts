/** U+2060: takes no room and shows nothing, but a formatting mark next to it no longer formats. */
const joiner = '\u2060';

/** Controls and direction overrides: invisible, and able to make a line read as what it is not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are taken out
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** The same, but between the letters of one word. */
const roomless = /[\u00ad\u061c\u200b\u200e\u200f\ufeff]/g;

/** What may stand in any text at all; line breaks stay. */
export const clean = (text: string) =>
  isPlain(text)
    ? text
    : text.replace(/\r\n?/g, '\n').replace(roomless, '').replace(unseen, ' ').toWellFormed();

/** Nothing that `clean` takes out or that mrkdwn always acts on; with `u`, a half of a surrogate pair matches only alone. */
const untouched =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
  /^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff&<>*_~`]*$/u;

/** A colon and an @ do nothing by themselves. */
const emojiOrMention = /:[a-z0-9_+'-]+:|@(?:here|channel|everyone)/i;

/** Most text needs nothing done to it, also with dashes, accents and emoji; a look or two is cheaper than ten. */
export const isPlain = (text: string) => untouched.test(text) && !emojiOrMention.test(text);

/**
 * Text as mrkdwn that shows exactly that text. "Escape only & < >, nothing else"; the marks that escaping leaves alive
 * (bold, italic, strike, code, a quote at a line's start, :emoji:, @here) are parted from what they would act on.
 */
export const escapeMrkdwn = (text: string) => (isPlain(text) ? text : escapeMarks(text));

const escapeMarks = (text: string) =>
  clean(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, `${joiner}&gt;`)
    .replace(/[*_~`]/g, `${joiner}$&${joiner}`)
    .replace(/:(?=[a-z0-9_+'-]+:)/gi, `:${joiner}`)
    .replace(/@(?=here|channel|everyone)/gi, `@${joiner}`);

/** Longer addresses are shown as text: they would crowd out what they stand for. */
const longestLink = 1500;

/** The address as Slack may have it, or undefined when it had better not be a link. */
export function linkable(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, username, password, href } = new URL(url);
  const plain = (protocol === 'https:' || protocol === 'http:') && !username && !password;
  const encoded = href.replace(/[|<>`*~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return plain && escapeUrl(encoded).length <= longestLink ? encoded : undefined;
}

/** Within mrkdwn an address still escapes its ampersands. */
export const escapeUrl = (url: string) => url.replace(/&/g, '&amp;');
