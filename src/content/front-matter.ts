import { type Finding, firstLine } from './fault.ts';

/** An article cut in two. Line numbers say how many lines of the file stand before each part. */
export interface CutArticle {
  front: string;
  frontSkipped: number;
  body: string;
  bodySkipped: number;
}

/** Cuts an article at the lines `---` around its front matter. */
export function cutArticle(text: string): { ok: true; cut: CutArticle } | { ok: false; findings: Finding[] } {
  const lines = text.split('\n');
  if (!isFence(lines[0])) {
    return fault(
      'the article does not begin with a line "---"',
      'put "---" on the first line, then the keys, then "---", then the text',
    );
  }
  const end = lines.findIndex((line, index) => index > 0 && isFence(line));
  if (end === -1) {
    return fault(
      'the front matter has no end',
      'put a line "---" between the keys and the text of the article',
    );
  }
  return {
    ok: true,
    cut: {
      front: `${lines.slice(1, end).join('\n')}\n`,
      frontSkipped: 1,
      body: lines.slice(end + 1).join('\n'),
      bodySkipped: end + 1,
    },
  };
}

function isFence(line: string | undefined): boolean {
  return line !== undefined && /^---\s*$/.test(line);
}

function fault(what: string, fix: string): { ok: false; findings: Finding[] } {
  return { ok: false, findings: [{ ...firstLine, code: 'front_matter', what, fix }] };
}
