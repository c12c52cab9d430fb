const regionalA = 0x1f1e6;

/** The flag of an ISO 3166 alpha-2 code; undefined for what is no code. */
export function flagEmoji(code: string): string | undefined {
  const letters = code.toUpperCase();
  if (!/^[A-Z]{2}$/.test(letters)) return undefined;
  return String.fromCodePoint(...[...letters].map((letter) => regionalA + letter.charCodeAt(0) - 65));
}
