import { sql } from 'kysely';
import type { EntryBody } from '../../domain/entry.ts';
import type { Page, RecordState, Scope, StoredEntry } from '../../domain/ports/entries.ts';
import type { Found, Indexer, Searcher, SearchHit, SearchQuery } from '../../domain/search/query.ts';
import type { Database } from '../database.ts';
import { Remembered } from '../entries/counts.ts';
import { type StoredRow, storedColumns, toStoredEntry } from '../entries/entries.ts';
import { audiences, hiddenForNow, visible } from '../entries/visible.ts';
import { type Blocks, eachPosting, KnownRevisions } from './blocks.ts';
import {
  Audience,
  best,
  Columns,
  heldBy,
  keepOnly,
  maskOf,
  passingOf,
  Ranking,
  scoreRevisions,
  wantsAll,
} from './rank.ts';
import {
  commonShare,
  everyRevision,
  expansionWords,
  feedbackEntries,
  filterWords,
  holdsPhrases,
  mixInExpansion,
  nearestWords,
  relatedWeight,
  wordOf,
} from './words.ts';

/** Entries read at a time to see whether they hold a phrase, and at most. */
const [phrasesAtOnce, phrasesRead] = [50, 1000];

/** Ranks over the postings of a desk; of the best, each is read if it is visible now. */
export class PostingsSearcher implements Searcher {
  readonly #database: Database;
  readonly #index: Indexer;
  readonly #remembered: Remembered;
  /** Of each desk, in the newest state asked for. */
  readonly #known = new Map<string, { state: string; known: Promise<KnownRevisions> }>();
  /** Of the search that ended last. */
  #columns: Columns | undefined;

  constructor(database: Database, index: Indexer, state: RecordState) {
    this.#database = database;
    this.#index = index;
    this.#remembered = new Remembered(state);
  }

  async search(scope: Scope, query: SearchQuery, page: Page): Promise<Found> {
    const terms = query.terms.map(({ tokens }) => tokens.flatMap(wordOf));
    if (terms.length === 0) return { items: [], total: 0, counts: [] };
    const phrases = (query.phrases ?? []).filter((phrase) => phrase.length > 0);
    const wanted = [...filterWords(query.filters), ...phrases.flat()];
    const without = (query.without ?? []).flatMap(wordOf);
    const related = (query.related ?? []).flatMap(wordOf);
    const blocks = await this.#blocks(scope.desk, [...terms.flat(), ...wanted, ...without, ...related]);
    const of = (word: string): Blocks => blocks.get(word) ?? [];

    const state = await this.#remembered.state(scope);
    const known = await this.#knownOf(scope.desk, state);
    const audience = await this.#remembered.recall(
      state,
      scope,
      'audience',
      async () => new Audience(known, await this.#visible(scope, known)),
    );
    using taken = this.#take(known.size);
    const ranking = new Ranking(known, audience, taken.columns);
    const passing = passingOf(ranking, audience.visible, query.filters);
    for (const word of wanted) keepOnly(passing, of(word));
    for (const { block, data } of without.flatMap(of))
      eachPosting(block, data, (rev) => {
        passing[rev] = 0;
      });

    const lists = terms.map((words) => ranking.list(words, of));
    const weights = query.terms.map(({ times }) => times);
    const found = scoreRevisions(ranking, passing, lists, weights);
    const first = (most: number) => best(ranking, found, lists.length, most);
    const only = maskOf(known.size, found.candidates);
    if (lists.length > wantsAll) {
      const texts = await this.#texts(first(feedbackEntries));
      const told = texts.map(({ rev, text }) => ({ text, score: found.scores[rev] as number }));
      const more = mixInExpansion(
        terms,
        weights,
        await this.#lists(scope.desk, ranking, expansionWords(told)),
      );
      found.scores.fill(0);
      for (const [at, list] of lists.entries()) ranking.add(found.scores, only, list, weights[at] as number);
      for (const { list, weight } of more) ranking.add(found.scores, only, list, weight);
    }
    for (const word of related) ranking.add(found.scores, only, ranking.list([word], of), relatedWeight);

    const { revs, total } =
      phrases.length > 0
        ? await this.#holding(phrases, first(phrasesRead), page)
        : { revs: first(page.offset + page.limit).slice(page.offset), total: found.candidates.length };
    const entries = await this.#read(scope, revs);
    const held = heldBy(ranking, revs, lists, weights);
    const items = revs.flatMap((rev): SearchHit[] => {
      const entry = entries.get(rev);
      const own = held.get(rev) ?? [];
      const score = found.scores[rev] as number;
      const related = score - own.reduce((sum, { share }) => sum + share, 0);
      return entry ? [{ entry, score, held: own, related }] : [];
    });
    return { items, total, counts: lists.map((list) => list.revs.length) };
  }

  async similar(desk: string, word: string): Promise<string[]> {
    const first = /^[a-z]/.exec(word)?.[0];
    if (!first) return [];
    const { rows } = await sql<{ word: string }>`SELECT word FROM search_words
      WHERE desk = ${desk} AND word >= ${first} AND word < ${`${first}~`}`.execute(this.#database.read);
    const near = nearestWords(
      word,
      rows.map((row) => row.word),
    );
    return near;
  }

  /** The columns for one search, which leaves them to the next; searches at once have their own. */
  #take(size: number): Disposable & { columns: Columns } {
    const columns = this.#columns?.size === size ? this.#columns : new Columns(size);
    this.#columns = undefined;
    const leave = () => {
      this.#columns = columns;
    };
    return { columns, [Symbol.dispose]: leave };
  }

  async #blocks(desk: string, words: readonly string[]): Promise<Map<string, Blocks>> {
    if (words.length === 0) return new Map();
    const { rows } = await sql<{ word: string; block: number; data: Uint8Array }>`SELECT word, block, data
      FROM postings WHERE desk = ${desk} AND word IN (${sql.join([...new Set(words)])})
      ORDER BY word, block`.execute(this.#database.read);
    return Map.groupBy(rows, ({ word }) => word);
  }

  #knownOf(desk: string, state: string): Promise<KnownRevisions> {
    const kept = this.#known.get(desk);
    if (kept?.state === state) return kept.known;
    const known = this.#blocks(desk, [everyRevision]).then(
      (blocks) => new KnownRevisions(blocks.get(everyRevision) ?? []),
    );
    this.#known.set(desk, { state, known });
    known.catch(() => this.#known.get(desk)?.known === known && this.#known.delete(desk));
    return known;
  }

  /** 1 for each revision that lists show the scope. */
  async #visible(scope: Scope, known: KnownRevisions): Promise<Uint8Array> {
    const listed =
      scope.asOf === undefined
        ? undefined
        : sql`SELECT r.rev FROM revisions AS r WHERE ${visible('r', scope, 'listed')}`;
    const some = listed ?? hiddenForNow(scope);
    const found = some ? await sql<{ rev: number }>`${some}`.execute(this.#database.read) : { rows: [] };
    const revs = found.rows.map(({ rev }) => rev);
    if (listed) return maskOf(known.size, revs);
    const seen = new Set(audiences(scope).map((audience) => audience + 1));
    const mask = known.audience.map((audience) => (seen.has(audience) ? 1 : 0));
    for (const rev of revs) mask[rev] = 0;
    return mask;
  }

  /** Lists of the words of an expansion that are not in too many entries. */
  async #lists(desk: string, ranking: Ranking, words: ReadonlyMap<string, number>) {
    const blocks = await this.#blocks(desk, [...words.keys()]);
    const most = ranking.count * commonShare;
    return [...words].flatMap(([word, weight]) => {
      const found = blocks.get(word) ?? [];
      const entries = found.reduce((sum, { data }) => sum + data.length / 2, 0);
      return entries > most ? [] : [{ word, weight, list: ranking.list([word], () => found) }];
    });
  }

  /** What is indexed of revisions, in their order. */
  async #texts(revs: readonly number[]) {
    if (revs.length === 0) return [];
    const { rows } = await sql<{ rev: number; doc: string }>`SELECT rev, doc FROM documents
      WHERE rev IN (${sql.join([...revs])})`.execute(this.#database.read);
    const docs = new Map(rows.map(({ rev, doc }) => [rev, doc]));
    return revs.flatMap((rev) => {
      const doc = docs.get(rev);
      return doc === undefined ? [] : [{ rev, text: this.#index(JSON.parse(doc) as EntryBody) }];
    });
  }

  /** Those among ranked revisions that hold all phrases. */
  async #holding(phrases: string[][], ranked: readonly number[], { limit, offset }: Page) {
    const holding: number[] = [];
    for (let at = 0; at < ranked.length; at += phrasesAtOnce) {
      const texts = await this.#texts(ranked.slice(at, at + phrasesAtOnce));
      holding.push(...texts.filter(({ text }) => holdsPhrases(text, phrases)).map(({ rev }) => rev));
    }
    return { revs: holding.slice(offset, offset + limit), total: holding.length };
  }

  /** What was replaced or hidden while it was ranked is not read. */
  async #read(scope: Scope, revs: readonly number[]): Promise<Map<number, StoredEntry>> {
    if (revs.length === 0) return new Map();
    const { rows } = await sql<StoredRow>`SELECT ${storedColumns}
      FROM revisions AS r JOIN documents AS d ON d.rev = r.rev
      WHERE r.rev IN (${sql.join([...revs])}) AND ${visible('r', scope, 'listed')}`.execute(
      this.#database.read,
    );
    return new Map(rows.map((row) => [row.rev, toStoredEntry(row)]));
  }
}
