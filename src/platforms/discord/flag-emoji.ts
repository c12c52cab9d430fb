import { flagEmoji } from '../../domain/flag-emoji.ts';

const most = 8;

/** Flags for ISO 3166 alpha-2 codes; what is no code shows nothing, and more than eight are counted. */
export function flagRow(codes: readonly string[]): string {
  const flags = codes.flatMap((code) => flagEmoji(code) ?? []);
  const rest = flags.length - most;
  return flags.slice(0, most).join(' ') + (rest > 0 ? ` +${rest}` : '');
}
