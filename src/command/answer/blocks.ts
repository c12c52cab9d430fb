import type { CitationList } from '../../domain/answer/citations.ts';
import type { Block, Choice, EntryItem, Outcome, Paging, Reply, Span } from '../../domain/reply.ts';
import type { CommandContext } from '../define.ts';

export const heading = (text: string, level: 1 | 2 = 1): Block => ({ type: 'heading', level, text });

export const text = (words: string, style?: Span['style']): Block => ({
  type: 'text',
  spans: [{ text: words, ...(style && { style }) }],
});

export const notice = (tone: 'info' | 'gap' | 'warning', words: string): Block => ({
  type: 'notice',
  tone,
  spans: [{ text: words }],
});

/** Empty if there are no items. */
export const entries = (items: EntryItem[]): Block[] =>
  items.length > 0 ? [{ type: 'entries', items }] : [];

export const list = (items: readonly string[]): Block[] =>
  items.length > 0 ? [{ type: 'list', items: items.map((item) => [{ text: item }]) }] : [];

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
    version: 1,
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

/** A command line on this desk. */
export function deskLine(context: CommandContext, rest: string): string {
  return `/${context.desk.definition.id} ${rest}`;
}
