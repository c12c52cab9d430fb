const regionalA = 0x1f1e6;

/** The flag of an ISO 3166 alpha-2 code; the code itself in brackets when no flag can be made of it. */
export function flag(code: string): string {
  const letters = code.toUpperCase();
  if (!/^[A-Z]{2}$/.test(letters)) return `[${code}]`;
  return String.fromCodePoint(...[...letters].map((letter) => regionalA + letter.charCodeAt(0) - 65));
}
