import type { CitationList } from '../../domain/answer/citations.ts';
import { chatPageSize } from '../../domain/ports/answerer.ts';
import type { FieldChange } from '../../domain/ports/drafts.ts';
import type { Block, Choice, EntryItem, Outcome, Paging, Reply, Span, View } from '../../domain/reply.ts';
import type { CommandContext, Showing } from '../define.ts';
import { withFewerRows } from './fitted.ts';

export const heading = (text: string, level: 1 | 2 = 1): Block => ({ type: 'heading', level, text });

export const text = (words: string, style?: Span['style']): Block => ({
  type: 'text',
  spans: [{ text: words, ...(style && { style }) }],
});

/** Plain words, or words that name people. */
export type Words = string | Span[];

export const spansOf = (words: Words): Span[] => (typeof words === 'string' ? [{ text: words }] : words);

export const notice = (tone: 'info' | 'gap' | 'warning', words: Words): Block => ({
  type: 'notice',
  tone,
  spans: spansOf(words),
});

/** Empty if there are no items. */
export const entries = (items: EntryItem[]): Block[] =>
  items.length > 0 ? [{ type: 'entries', items }] : [];

export const list = (items: readonly Words[]): Block[] =>
  items.length > 0 ? [{ type: 'list', items: items.map(spansOf) }] : [];

export const choices = (prompt: string, options: Choice[]): Block[] =>
  options.length > 0 ? [{ type: 'choices', prompt, options }] : [];

/** Fields; omits those without a value. */
export const fields = (
  pairs: readonly (readonly [label: string, value: string | Span | undefined])[],
): Block[] => {
  const items = pairs.flatMap(([label, value]) => {
    if (!value) return [];
    return [{ label, value: [typeof value === 'string' ? { text: value } : value] }];
  });
  return items.length > 0 ? [{ type: 'fields', items }] : [];
};

/** Blocks that only one form of the answer shows. */
export const onlyIn = (view: View, blocks: readonly Block[]): Block[] =>
  blocks.map((block) => ({ ...block, only: view }));

export interface AnswerParts {
  blocks: Block[];
  outcome?: Outcome;
  citations?: CitationList;
  paging?: Paging | undefined;
  desk?: string;
}

/** A private reply. */
export function privately({ blocks, outcome, citations, paging, desk }: AnswerParts): Reply {
  return {
    version: 2,
    outcome: outcome ?? 'ok',
    visibility: 'private',
    ...(desk && { desk }),
    blocks,
    citations: citations?.list() ?? [],
    ...(paging && { paging }),
  };
}

/** Reply of a reader's command: private until shared. */
export function answer(context: CommandContext, parts: AnswerParts): Reply {
  return privately({ ...parts, desk: context.desk.definition.id });
}

/** The most characters of a button's label. */
const longestLabel = 25;

/**
 * A reply of a reader's command, of which one form is shown. Buttons of the short form: `narrower` ask less, `last` stand
 * at the end.
 */
export const atAGlance = (
  context: CommandContext,
  { narrower, last, ...parts }: AnswerParts & { narrower?: readonly Choice[]; last?: readonly Choice[] },
): Reply => inForms(context, answer(context, parts), narrower, last);

/** What a screen of a phone shows of a short form, measured with some lines to spare. */
const screen = { lines: 24, characters: 1100 };

/** The reply in the form asked for, whose buttons lead to the others. */
export function inForms(
  context: Showing,
  reply: Reply,
  narrower: readonly Choice[] = [],
  last: readonly Choice[] = [],
): Reply {
  const { view = 'glance' } = context;
  const { paging, citations } = reply;
  const hasDetails = reply.blocks.some(({ only }) => only === 'details');
  const to = (show: string | undefined, page?: string) => context.line({ show, page });
  const all = view === 'glance' && !context.paged && paging && paging.pages > 1;
  const isChat = view === 'glance' && !context.paged && context.pageSize <= chatPageSize;
  const blocks = isChat ? withFewerRows(reply.blocks, citations, screen, all === true) : reply.blocks;
  const back = view !== 'glance' || context.paged;
  const buttons: Choice[] = [
    ...(all ? [{ label: `All ${paging.total.toLocaleString('en-GB')}`, command: to('all') }] : []),
    ...(back ? [{ label: '‹ Back', command: to(undefined) }] : []),
    ...(view === 'glance' && !context.paged ? narrower : []),
    ...(view === 'glance' && hasDetails
      ? [{ label: 'Details', command: to('details', pageInFull(context, paging?.page)) }]
      : []),
    ...(view !== 'sources' && citations.length > 0
      ? [{ label: 'Sources', command: to('sources', context.paged ? String(paging?.page ?? 1) : undefined) }]
      : []),
    ...(view === 'glance' && !context.paged ? last : []),
  ];
  const short = buttons.filter(({ label }) => label.length <= longestLabel);
  return { ...reply, view, blocks: [...blocks, ...onlyIn(view, choices('', short))] };
}

/** The page of entries in full that has the first row of this page. */
function pageInFull({ paged, pageSize }: Showing, page = 1): string | undefined {
  const full = paged ? Math.floor(((page - 1) * pageSize) / paged.inFull) + 1 : page;
  return full > 1 ? String(full) : undefined;
}

/** A command line on this desk. */
export function deskLine(context: CommandContext, rest: string): string {
  return `/${context.desk.definition.id} ${rest}`;
}

/** What forms do not ask for, in words. */
const keyLabels: Readonly<Record<string, string>> = {
  corrections: 'Note to readers',
  dates: 'Other dates',
  sources: 'Closer addresses',
  visit: 'Places visited',
  retraction: 'Why it is retracted',
  reviewed: 'Looked at last',
  checked: 'Last compared',
  supersedes: 'Takes the place of',
};

/** Words that go are struck through, words that come are bold, after an arrow: a copied line loses its styles. */
export function changeBlocks(changes: readonly FieldChange[]): Block[] {
  if (changes.length === 0) return [];
  const items = changes.map(({ field, parts }): Span[] => [
    { text: `${keyLabels[field] ?? field}: `, style: 'emphasis' },
    ...parts.flatMap(({ text, kind }, at): Span[] => {
      if (kind === 'same') return [{ text }];
      const before = parts[at - 1];
      const arrow = kind !== 'gone' && before?.kind === 'gone';
      return [
        ...(arrow ? [{ text: /\s$/.test(before.text) ? '→ ' : ' → ' }] : []),
        { text, style: kind === 'gone' ? 'gone' : 'strong' },
      ];
    }),
  ]);
  return [{ type: 'list', items }];
}
