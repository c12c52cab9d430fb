/** The part of the untyped `edtf` package (ISO 8601-2 parser) that Deskwire uses: its syntax tree. */
declare module 'edtf' {
  export interface EdtfNode {
    type: 'Date' | 'Year' | 'Decade' | 'Century' | 'Season' | 'Interval' | 'Set' | 'List';
    level: number;
    /** Date and Season: [year, month from 0 or season, day]. Interval: two ends. Set: members or [from, to] pairs. */
    values: unknown[];
    /** Bit masks per component: unspecified digits, uncertain (?), approximate (~). */
    unspecified?: unknown;
    uncertain?: unknown;
    approximate?: unknown;
    earlier?: boolean;
    later?: boolean;
    offset?: number;
  }
  export function parse(text: string): EdtfNode;
  export default function edtf(text: string): { min: number; max: number };
}
