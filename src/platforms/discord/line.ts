import type { Span } from '../../domain/reply.ts';

/** A line before it is Discord's: what stands before the text, and before what is carried over to the next line. */
export interface Line {
  prefix: string;
  carried: string;
  spans: Span[];
}

export function plain(spans: Span[]): Line {
  return { prefix: '', carried: '', spans };
}

/** Small print: Discord's subtext. */
export function small(spans: Span[]): Line {
  return { prefix: '-# ', carried: '-# ', spans };
}
