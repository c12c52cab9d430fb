import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stemOf } from '../src/search/names/tokens.ts';

/** A test collection: texts, questions, and which texts answer each question, with how well. */
export interface Collection {
  docs: { id: string; title: string; text: string }[];
  queries: { id: string; text: string }[];
  /** By question and text; 0 and less: it does not answer. */
  relevance: Map<string, Map<string, number>>;
}

/** From `docs.jsonl` {id, title?, text}, `queries.jsonl` {id, text} and `qrels.jsonl` {query, doc, relevance}. */
export function readCollection(folder: string): Collection {
  const docs = rowsIn(folder, 'docs.jsonl', ['id', 'text']);
  const queries = rowsIn(folder, 'queries.jsonl', ['id', 'text']);
  const relevance: Collection['relevance'] = new Map();
  for (const row of rowsIn(folder, 'qrels.jsonl', ['query', 'doc', 'relevance'])) {
    const answers = relevance.get(String(row.query)) ?? new Map<string, number>();
    answers.set(String(row.doc), Number(row.relevance));
    relevance.set(String(row.query), answers);
  }
  return {
    docs: docs.map(({ id, title, text }) => ({
      ...{ id: String(id), title: String(title ?? ''), text: String(text) },
    })),
    queries: queries.map(({ id, text }) => ({ id: String(id), text: String(text) })),
    relevance,
  };
}

function rowsIn(folder: string, name: string, keys: readonly string[]): Record<string, unknown>[] {
  const lines = readFileSync(join(folder, name), 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return [];
    const row = asRow(line);
    const lacking = keys.find((key) => row?.[key] === undefined);
    if (!row || lacking)
      throw new Error(`${name}, line ${at + 1}: write one JSON object a line, with ${keys.join(', ')}`);
    return [row];
  });
}

function asRow(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Means over the questions that have an answer. */
export interface Figures {
  ndcg10: number;
  mrr: number;
  recall100: number;
  questions: number;
}

/** `ranked`: the ids of the texts found for each question, best first. Gains are linear, as trec_eval has them. */
export function figuresOf(
  ranked: ReadonlyMap<string, readonly string[]>,
  { relevance }: Pick<Collection, 'relevance'>,
): Figures {
  const sums: Figures = { ndcg10: 0, mrr: 0, recall100: 0, questions: 0 };
  for (const [query, answers] of relevance) {
    const gains = [...answers.values()].filter((gain) => gain > 0);
    if (gains.length === 0 || !ranked.has(query)) continue;
    const found = (ranked.get(query) ?? []).map((doc) => Math.max(0, answers.get(doc) ?? 0));
    const first = found.findIndex((gain) => gain > 0);
    const ideal = gains.toSorted((one, other) => other - one);
    sums.ndcg10 += gained(found.slice(0, 10)) / gained(ideal.slice(0, 10));
    sums.mrr += first < 0 ? 0 : 1 / (first + 1);
    sums.recall100 += found.slice(0, 100).filter((gain) => gain > 0).length / gains.length;
    sums.questions += 1;
  }
  const mean = (sum: number) => sum / Math.max(1, sums.questions);
  const { ndcg10, mrr, recall100, questions } = sums;
  return { ndcg10: mean(ndcg10), mrr: mean(mrr), recall100: mean(recall100), questions };
}

const gained = (gains: readonly number[]) =>
  gains.reduce((sum, gain, at) => sum + gain / Math.log2(at + 2), 0);

const [k1, b] = [1.2, 0.75];

/** Plain BM25 to compare with: title and text as one, Porter's stems, stop words left out. */
export function plainBm25(docs: Collection['docs']): (question: string, most: number) => string[] {
  const tokensOf = (text: string) =>
    text
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .flatMap(stemOf);
  const postings = new Map<string, Map<number, number>>();
  const lengths = docs.map(({ title, text }, doc) => {
    const tokens = tokensOf(`${title} ${text}`);
    for (const token of tokens) {
      const having = postings.get(token) ?? new Map<number, number>();
      having.set(doc, (having.get(doc) ?? 0) + 1);
      postings.set(token, having);
    }
    return tokens.length;
  });
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, docs.length) || 1;
  return (question, most) => {
    const scores = new Map<number, number>();
    for (const token of tokensOf(question)) {
      const having = postings.get(token) ?? new Map<number, number>();
      const telling = Math.log(1 + (docs.length - having.size + 0.5) / (having.size + 0.5));
      for (const [doc, times] of having) {
        const length = 1 - b + (b * (lengths[doc] as number)) / average;
        const share = (telling * times * (k1 + 1)) / (times + k1 * length);
        scores.set(doc, (scores.get(doc) ?? 0) + share);
      }
    }
    const best = [...scores].sort(([one, a], [other, z]) => z - a || one - other).slice(0, most);
    return best.map(([doc]) => docs[doc]?.id ?? '');
  };
}
