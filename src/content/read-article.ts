import { briefSchema, type EntryBody } from '../domain/entry.ts';
import type { Finding } from './fault.ts';
import type { Located } from './file-reading.ts';
import { cutArticle } from './front-matter.ts';
import { checkMarkdown } from './markdown.ts';
import { type SpotOf, shape } from './shape.ts';
import { readYaml } from './yaml-document.ts';

/** Reads an article: front matter and, below it, the summary. `findings` are all that is wrong with it by itself. */
export function readArticle(text: string): { entries: Located<EntryBody>[]; findings: Finding[] } {
  const article = cutArticle(text);
  if (!article.ok) return fault(article.findings);
  const { front, frontSkipped, body, bodySkipped } = article.cut;
  const yaml = readYaml(front, frontSkipped);
  if (!yaml.ok) return fault(yaml.findings);
  const { value, spot: frontSpot } = yaml.document;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const what = 'the front matter is not a group of keys';
    return fault([{ line: 2, column: 1, code: 'front_matter', what, fix: 'write "key: value" lines' }]);
  }
  if (Object.hasOwn(value, 'summary')) {
    const what = 'the summary stands in the front matter';
    const fix = 'write it below the second "---"';
    return fault([{ ...frontSpot(['summary'], 'key'), code: 'front_matter', path: 'summary', what, fix }]);
  }
  const blank = body.match(/^(\s*\n)*/)?.[0].split('\n').length ?? 1;
  const bodySpot = { line: bodySkipped + (body.trim() === '' ? 0 : blank), column: 1 };
  const spot: SpotOf = (path, end) => (path[0] === 'summary' ? bodySpot : frontSpot(path, end));
  const shaped = shape(briefSchema, { ...value, summary: body }, spot);
  const tooLong = !shaped.ok && shaped.findings.some(({ path }) => path === 'summary');
  const findings = [
    ...(shaped.ok ? [] : shaped.findings),
    ...(tooLong ? [] : checkMarkdown(body, bodySkipped)),
  ];
  const entries: Located<EntryBody>[] = shaped.ok
    ? [{ value: { type: 'brief', ...shaped.value }, spot }]
    : [];
  return { entries, findings };
}

function fault(findings: Finding[]): { entries: []; findings: Finding[] } {
  return { entries: [], findings };
}
