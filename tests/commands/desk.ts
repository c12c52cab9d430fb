import { join } from 'node:path';
import { commands } from '../../commands/index.ts';
import { type ExampleNames, scopeOf } from '../../src/command/define.ts';
import { createDispatcher } from '../../src/command/dispatch.ts';
import { exampleNames } from '../../src/command/examples.ts';
import { checkDesk } from '../../src/content/check/check-desk.ts';
import { listFiles } from '../../src/content/read/list-files.ts';
import { rowLines } from '../../src/domain/answer/entry-row.ts';
import { tableLines } from '../../src/domain/answer/picture.ts';
import { type Desk, servingOf } from '../../src/domain/desk.ts';
import type { Role } from '../../src/domain/identity.ts';
import type { Question } from '../../src/domain/ports/answerer.ts';
import type { EntryReader, Scope } from '../../src/domain/ports/entries.ts';
import { type EntryItem, type Reply, type Span, shownIn } from '../../src/domain/reply.ts';
import { indexEntry } from '../../src/search/index-entry.ts';
import { createLanguage } from '../../src/search/language.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';
import type { Store } from '../../src/store/store.ts';
import { allInternal, freshStore, silent } from '../store/fixture.ts';

/** The instant at which the story of these tests takes place. */
export const now = new Date('2026-11-28T12:00:00Z');

export interface OpenDesk {
  service: Desk;
  store: Store;
  entries: EntryReader;
  /** What a reader may see at `now`. */
  scope: Scope;
  /** Names that its examples use. */
  examples: Partial<ExampleNames>;
  /** Answers a line typed after `/centralasia`. */
  ask(
    line: string,
    as?: { role?: Role } & Partial<Pick<Question, 'pageSize' | 'person' | 'audience' | 'oneForm'>>,
  ): Promise<Reply>;
  /** Ids offered for `brief` while this is typed. */
  completeId(typed: string): Promise<string[]>;
  end(): Promise<void>;
}

/** A desk, the real one of Central Asia, in a SQLite store of its own, asked through the dispatcher as platforms ask. */
export async function openDesk({ briefs = 'briefs', id = 'centralasia' } = {}): Promise<OpenDesk> {
  const { store, end } = await freshStore(indexEntry);
  const { files } = await listFiles(briefs, join(briefs, id));
  const { desk, entries, files: synced } = checkDesk(id, files);
  if (!desk) throw new Error(`the desk ${id} has faults: see deskwire validate`);
  await store.content.apply({ desk: id, definition: desk, entries, files: synced, removed: [] }, now);
  const names = buildNameIndex(desk.definition);
  const examples = await exampleNames({ desk, ...store }, now);
  const service = { desk, names, language: createLanguage(desk.definition, names), examples, ...store };
  let role: Role = 'reader';
  const dispatcher = createDispatcher({
    commands,
    desks: servingOf(() => [service]),
    roleOf: async () => role,
    places: allInternal,
    readers: { marks: store.readMarks, gaps: store.gaps, publications: store.publications },
    recordState: store.recordState,
    clock: () => now,
    log: {
      ...silent,
      error: ({ err }: { err?: unknown }) => {
        throw err;
      },
    },
    newErrorId: () => 'e1',
  });
  return {
    service: desk,
    store,
    entries: store.entries,
    scope: scopeOf(service, 'reader', now),
    examples,
    ask: (line, as = {}) => {
      const { role: asked = 'reader', ...question } = as;
      role = asked;
      const usual = { person: 'terminal', audience: 'person', pageSize: 10 } as const;
      return dispatcher.answer({ ...usual, ...question, text: `/${id} ${line}` });
    },
    async completeId(typed) {
      const at = { desk: id, command: 'brief', option: 'id', typed };
      return (await dispatcher.complete(at, 5)).map(({ command }) => command);
    },
    end,
  };
}

/** The answer in full as lines of plain text, as a reader sees its words. */
export const words = (reply: Reply): string[] => said(shownIn(inFull(reply)));

const inFull = (reply: Reply): Reply => (reply.view === 'glance' ? { ...reply, view: 'details' } : reply);

/** The form that was asked for without its buttons, its entries as rows without flags. */
export function rows(reply: Reply): string[] {
  const { blocks } = shownIn(reply);
  return blocks
    .filter(({ type }) => type !== 'choices')
    .flatMap((block) =>
      block.type === 'entries'
        ? block.items.flatMap((item) =>
            item.row
              ? rowLines({ ...item, row: item.row }, reply.citations).map((line) =>
                  line.map(({ text }) => text).join(''),
                )
              : [],
          )
        : said({ ...reply, blocks: [block] }),
    );
}

export function said(reply: Reply): string[] {
  const say = (spans: Span[]) => spans.map(({ text }) => text).join('');
  return reply.blocks.flatMap((block) => {
    switch (block.type) {
      case 'heading':
      case 'code':
        return [block.text];
      case 'text':
      case 'notice':
        return [say(block.spans)];
      case 'list':
        return block.items.map(say);
      case 'fields':
        return block.items.map(({ label, value }) => `${label}: ${say(value)}`);
      case 'picture':
        return tableLines(block.table);
      case 'choices':
        return block.options.map(({ label, command }) => `${label} → ${command}`);
      case 'entries':
        return block.items.flatMap((item) => [
          [item.when, say(item.headline)].filter(Boolean).join(': '),
          ...item.lines.map(say),
          ...item.remarks,
        ]);
      default:
        return block satisfies never;
    }
  });
}

/** The entries that an answer shows in full, in order, without their rows. */
export function items(reply: Reply): Omit<EntryItem, 'row'>[] {
  return shownIn(inFull(reply)).blocks.flatMap((block) =>
    block.type === 'entries' ? block.items.map(({ row: _, ...item }) => item) : [],
  );
}

/** The answer with its sources, as one text to look for words in. */
export function whole(reply: Reply): string {
  const sources = reply.citations.map(({ title, publisher, date }) => `${title}, ${publisher}, ${date}`);
  return [...words(reply), ...sources].join('\n');
}
