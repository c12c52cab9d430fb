const most = 8;

/** Flags for ISO 3166 alpha-2 codes; what is no code shows nothing, and more than eight are counted. */
export function flagEmoji(codes: readonly string[]): string {
  const flags = codes.filter((code) => /^[A-Z]{2}$/.test(code)).map(flag);
  const rest = flags.length - most;
  return flags.slice(0, most).join(' ') + (rest > 0 ? ` +${rest}` : '');
}

function flag(code: string): string {
  return String.fromCodePoint(...[...code].map((letter) => 0x1f1e6 + letter.charCodeAt(0) - 65));
}
