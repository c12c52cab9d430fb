import type { ColumnWords } from './words.ts';

/** Articles brought in by editors: their sentences for some days, and what they are known again by for good. */
export function imports({ text }: ColumnWords): string[] {
  return [
    `CREATE TABLE imports (
      id ${text} PRIMARY KEY,
      desk ${text} NOT NULL,
      url_key ${text},
      signature ${text} NOT NULL,
      about ${text} NOT NULL,
      sentences ${text},
      source ${text},
      brief ${text},
      actor ${text} NOT NULL,
      at ${text} NOT NULL,
      expires ${text} NOT NULL)`,
    'CREATE INDEX imports_known ON imports (desk, at DESC) WHERE brief IS NOT NULL',
    'CREATE INDEX imports_expired ON imports (expires) WHERE sentences IS NOT NULL',
  ];
}
