import type { Transaction } from 'kysely';
import type { EntryBody } from '../../domain/entry.ts';
import type { Indexer } from '../../domain/search/query.ts';
import { standings } from '../../domain/vocabulary.ts';
import { pauses } from '../../runtime/async.ts';
import type { Database } from '../database.ts';
import { audienceOf } from '../entries/visible.ts';
import { insertRows } from '../publishing/revision-plan.ts';
import type { RevisionRow, Schema } from '../schema.ts';
import { appendKnown, appendPosting, appendReplaced, blockOf, dayNumber, toBytes } from './blocks.ts';
import { everyRevision, nameWord } from './words.ts';

type Columns = Pick<
  RevisionRow,
  'rev' | 'state' | 'handling' | 'standing' | 'date_min' | 'date_max' | 'published'
>;

/** Numbers that are kept back before they are written, so that a sync appends to few rows. */
const keptBack = 1_500_000;
const rowsAtOnce = 200;

/** Keeps the postings of one desk in step with its revisions; `end` writes what is kept back. */
export class IndexWriter {
  readonly #database: Database;
  readonly #transaction: Transaction<Schema>;
  readonly #index: Indexer;
  readonly #desk: string;
  /** Numbers by word and block, the block that came last at the end. */
  #words = new Map<string, { block: number; numbers: number[] }[]>();
  #kept = 0;
  readonly #spelt = new Set<string>();

  constructor(database: Database, index: Indexer, transaction: Transaction<Schema>, desk: string) {
    this.#database = database;
    this.#index = index;
    this.#transaction = transaction;
    this.#desk = desk;
  }

  /** `replaced`: the numbers of the revisions that are no longer current. */
  async write(
    added: readonly { revision: Columns; body: EntryBody }[],
    replaced: readonly number[],
  ): Promise<void> {
    for (const rev of replaced) appendReplaced(this.#numbers(rev, everyRevision), rev);
    for (const { revision, body } of added) this.#add(revision, body);
    if (this.#kept >= keptBack) await this.end();
  }

  #add(revision: Columns, body: EntryBody): void {
    const { rev, state, handling } = revision;
    const audience = audienceOf(state, handling);
    if (audience === undefined) return;
    const text = this.#index(body);
    const counts = new Map<string, number>();
    for (const token of text.title) counts.set(token, (counts.get(token) ?? 0) + 0x1_0000);
    for (const token of text.text) counts.set(token, (counts.get(token) ?? 0) + 1);
    for (const [token, both] of counts)
      appendPosting(this.#numbers(rev, token), rev, both >>> 16, Math.min(both & 0xffff, 0xffff));
    for (const name of text.names) appendPosting(this.#numbers(rev, nameWord(name)), rev, 0, 1);
    this.#kept += counts.size + 20;
    appendKnown(this.#numbers(rev, everyRevision), {
      rev,
      audience,
      inTitle: text.title.length,
      inText: text.text.length,
      from: dayNumber(revision.date_min),
      to: dayNumber(revision.date_max),
      published: dayNumber(revision.published),
      standing: standingRank(revision.standing),
    });
    for (const word of text.words) this.#spelt.add(word);
  }

  #numbers(rev: number, word: string): number[] {
    const block = blockOf(rev);
    const before = this.#words.get(word);
    const blocks = before ?? [];
    if (!before) this.#words.set(word, blocks);
    const last = blocks.at(-1);
    const kept = last?.block === block ? last : blocks.find((each) => each.block === block);
    if (kept) return kept.numbers;
    const numbers: number[] = [];
    blocks.push({ block, numbers });
    return numbers;
  }

  /** In the order of the table, so that its pages are filled one after the other; others get their turn in between. */
  async end(): Promise<void> {
    const desk = this.#desk;
    const { appending } = this.#database;
    const pause = pauses();
    let rows: Schema['postings'][] = [];
    const write = async () => {
      await insertRows(this.#transaction, this.#database, 'postings', rows, appending);
      rows = [];
      await pause();
    };
    for (const word of [...this.#words.keys()].sort()) {
      const blocks = this.#words.get(word)?.sort((one, other) => one.block - other.block) ?? [];
      for (const { block, numbers } of blocks) {
        rows.push({ desk, word, block, data: toBytes(numbers) });
        if (rows.length === rowsAtOnce) await write();
      }
    }
    await write();
    this.#words = new Map();
    this.#kept = 0;
    const words = [...this.#spelt].sort().map((word) => ({ desk, word }));
    this.#spelt.clear();
    await insertRows(this.#transaction, this.#database, 'search_words', words, ' ON CONFLICT DO NOTHING');
  }
}

/** Entries without a standing, which are briefs, come where facts are confirmed. */
const standingRank = (standing: string | null) =>
  Math.max(0, (standings as readonly (string | null)[]).indexOf(standing));
