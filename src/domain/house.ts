/** The slash command for what belongs to no single desk. What it answers is for the one who asks, never for a channel. */
export const house = 'deskwire';

/** The slash may be left out, as everywhere. */
export const isHouseLine = (line: string): boolean => /^\/?deskwire(\s|$)/i.test(line.trim());
