import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Most characters of a description: Slack's `alt_txt` takes 1,000, Discord's `description` 1,024. */
const longestAlt = 1000;

const countsSchema = z.strictObject({
  /** What a row is: Year, Country. */
  of: z.string(),
  /** What each column counts. */
  series: z.array(z.string()).min(1),
  /** Whether each thing is in one row only, so that the rows add up to all of them. */
  adds: z.boolean(),
  rows: z.array(z.strictObject({ label: z.string(), values: z.array(z.number().int().nonnegative()) })),
});

/** A picture drawn from the table beside it. Where no picture can be shown, the table says the same. */
export const pictureSchema = z.strictObject({
  type: z.literal('picture'),
  /** Name of the PNG; it contains a hash of all that is drawn. */
  file: z.string().regex(/^[a-z0-9-]+\.png$/),
  /** columns: one beside the other, for years. bars: one below the other. */
  look: z.enum(['columns', 'bars']),
  title: z.string(),
  /** Longer names of the series, where the table has short ones. */
  legend: z.array(z.string()).optional(),
  /** Small print in the picture, such as what the record covers. */
  caption: z.string(),
  /** For those who do not see the picture. */
  alt: z.string().max(longestAlt),
  /** Labels under which a missing number does not mean zero; drawn shaded. */
  unknown: z.strictObject({ labels: z.array(z.string()), says: z.string() }).optional(),
  table: countsSchema,
});

export type Picture = z.infer<typeof pictureSchema>;
export type Counts = Picture['table'];

/** What came of drawing. `why` completes a sentence that begins with “No picture:”. */
export type Drawn = { ok: true; png: Uint8Array } | { ok: false; why: string };

/** Draws pictures as PNG. Never rejects. */
export interface Pictures {
  draw(picture: Picture): Promise<Drawn>;
}

/** The same content always has the same name. */
export function namedPicture(name: string, content: Omit<Picture, 'type' | 'file'>): Picture {
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
  return { type: 'picture', file: `${name}-${hash}.png`, ...content };
}

export const totalOf = ({ values }: Counts['rows'][number]): number =>
  values.reduce((sum, value) => sum + value, 0);

/** Cut to what every platform takes as a description. */
export const cutToAlt = (words: string): string =>
  words.length <= longestAlt ? words : `${words.slice(0, longestAlt - 1).toWellFormed()}…`;

/** Rows without a number are left out of the text: they only keep the years of a picture in place. */
const counted = ({ rows }: Counts) => rows.filter((row) => totalOf(row) > 0);

/** Beyond so many short rows the table goes on beside itself, without the sum of each row. */
const besideFrom = 12;
const shortLabel = 5;

/** The table as lines of a fixed-width font, narrow enough for a phone as far as the labels allow. */
export function tableLines(table: Counts): string[] {
  const { of, series, adds } = table;
  const rows = counted(table);
  const beside = rows.length > besideFrom && rows.every(({ label }) => label.length <= shortLabel);
  const totals = series.length > 1 && !beside;
  const sum = series.map((_, at) => rows.reduce((all, { values }) => all + (values[at] ?? 0), 0));
  const last = adds ? [{ label: beside ? 'Sum' : 'Total', values: sum }] : [];
  const cells = [...rows, ...last].map((row) =>
    [row.label, ...row.values, ...(totals ? [totalOf(row)] : [])].map(String),
  );
  const all = [[of, ...series, ...(totals ? ['Total'] : [])], ...cells];
  const widths = (all[0] ?? []).map((_, at) => Math.max(...all.map((each) => (each[at] ?? '').length)));
  const [head = '', ...body] = all.map((each) =>
    each
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  '),
  );
  if (!beside) return [head, ...body];
  const half = Math.ceil(body.length / 2);
  const [left, right] = [body.slice(0, half), body.slice(half)];
  return [head, ...left].map((each, at) =>
    `${each}  |  ${at === 0 ? head : (right[at - 1] ?? '')}`.trimEnd(),
  );
}

/** What a platform shows of a picture: the name under which it has it, or why it has none. */
export type Shown<Id> = ReadonlyMap<string, { id: Id } | { failed: string }>;

export const noPicture = (why: string): string => `No picture: ${why}. The table has the same numbers.`;

/** The bytes of each picture of an answer. */
export const drawnBy = (
  pictures: Pictures,
  blocks: readonly { type: string }[],
): Promise<Shown<Uint8Array>> =>
  shownBy(blocks, async (picture) => {
    const drawn = await pictures.draw(picture);
    return drawn.ok ? { id: drawn.png } : { failed: drawn.why };
  });

/** Each picture of an answer as the platform has it; `put` never rejects. */
export async function shownBy<Id>(
  blocks: readonly { type: string }[],
  put: (picture: Picture) => Promise<{ id: Id } | { failed: string }>,
): Promise<Shown<Id>> {
  const pictures = blocks.filter((block): block is Picture => block.type === 'picture');
  return new Map(await Promise.all(pictures.map(async (each) => [each.file, await put(each)] as const)));
}
