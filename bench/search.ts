import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietLog } from '../src/cli/output.ts';
import { deskSchema } from '../src/domain/desk.ts';
import { briefSchema } from '../src/domain/entry.ts';
import type { FileEntry } from '../src/domain/ports/content.ts';
import type { Scope } from '../src/domain/ports/entries.ts';
import { beginningOf, findEntries } from '../src/domain/search/find.ts';
import { indexEntry } from '../src/search/index-entry.ts';
import { createLanguage } from '../src/search/language.ts';
import { buildNameIndex } from '../src/search/names/name-index.ts';
import { openStore } from '../src/store/open.ts';
import { type Collection, type Figures, figuresOf, plainBm25, readCollection } from './search-quality.ts';

/**
 * `npm run bench:search FOLDER`: how well the search finds what answers, on a test collection, beside plain BM25 in the
 * same run. Texts are indexed and questions asked as the command `search` does it.
 */
const [today, found] = ['2026-01-01', 100] as const;

/** A desk without names: none that is listed stands in a text. */
const definition = deskSchema.parse({
  id: 'collection',
  name: 'Collection',
  about: 'A test collection.',
  zone: 'UTC',
  owner: 'The bench',
  topics: [{ id: 'zzq', name: 'zzqtopic' }],
  countries: [{ id: 'AQ', name: 'zzqcountry', covered: true }],
});

/** Ids of the texts found for each question. */
export async function askDeskwire({ docs, queries }: Collection, data: string) {
  const clock = () => new Date(`${today}T12:00:00Z`);
  const store = await openStore({ dataFolder: data, index: indexEntry, clock, log: quietLog });
  try {
    const entries = docs.map(({ title, text }, at): FileEntry => {
      const common = { id: `d${at}`, topics: ['zzq'], sources: [{ id: 'zzq' }], published: today };
      const made = briefSchema.parse({ ...common, title: 'A text', kind: 'opinion', summary: 'x' });
      const body = { type: 'brief' as const, ...made, title: title || ' ', summary: text };
      return { path: `articles/d${at}.md`, hash: String(at), body };
    });
    await store.content.apply({ desk: definition.id, entries, files: [], removed: [] }, clock());
    const language = createLanguage(definition, buildNameIndex(definition));
    const scope: Scope = { desk: definition.id, role: 'reader', place: 'internal', now: clock(), today };
    const ranked = new Map<string, string[]>();
    const times: number[] = [];
    for (const { id, text } of queries) {
      const begun = performance.now();
      const page = { limit: found, offset: 0 };
      const { items } = await findEntries({ searcher: store.searcher, language }, scope, {
        words: text,
        page,
      });
      times.push(performance.now() - begun);
      ranked.set(
        id,
        items.map(({ entry }) => docs[Number(entry.body.id.slice(1))]?.id ?? ''),
      );
    }
    return { ranked, times: times.sort((one, other) => one - other) };
  } finally {
    await store.maintenance.close();
  }
}

async function main(folder: string | undefined): Promise<void> {
  if (!folder) {
    console.error('Name the folder of a collection: npm run bench:search FOLDER');
    console.error(
      'It holds docs.jsonl {id, title?, text}, queries.jsonl {id, text}, qrels.jsonl {query, doc, relevance}.',
    );
    process.exitCode = 2;
    return;
  }
  const collection = readCollection(folder);
  const data = mkdtempSync(join(tmpdir(), 'deskwire-bench-search-'));
  try {
    const ours = await askDeskwire(collection, data);
    const bm25 = plainBm25(collection.docs);
    const plain = new Map(
      collection.queries.map(({ id, text }) => [id, bm25(beginningOf(text), found)] as const),
    );
    const { docs, queries } = collection;
    console.log(`${docs.length} texts, ${queries.length} questions`);
    console.log('             nDCG@10     MRR  recall@100');
    console.log(`deskwire     ${line(figuresOf(ours.ranked, collection))}`);
    console.log(`plain BM25   ${line(figuresOf(plain, collection))}`);
    const at = (share: number) => ours.times[Math.floor(share * (ours.times.length - 1))] ?? 0;
    console.log(`a question took ${at(0.5).toFixed(1)} ms (p50), ${at(0.99).toFixed(1)} ms (p99)`);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

const line = ({ ndcg10, mrr, recall100 }: Figures) =>
  `${ndcg10.toFixed(4).padStart(7)}  ${mrr.toFixed(4).padStart(6)}  ${recall100.toFixed(4).padStart(10)}`;

if (import.meta.main) await main(process.argv[2]);
