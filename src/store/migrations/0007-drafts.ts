import type { ColumnWords } from './words.ts';

/** What people write in chat before it is a revision, the sources they add, and what became of readers' reports. */
export function drafts({ text }: ColumnWords): string[] {
  return [
    `CREATE TABLE drafts (
      id ${text} PRIMARY KEY,
      desk ${text} NOT NULL,
      act ${text} NOT NULL,
      type ${text} NOT NULL,
      entry ${text},
      base INTEGER NOT NULL,
      typed ${text} NOT NULL,
      body ${text},
      excerpt ${text},
      state ${text} NOT NULL,
      author ${text} NOT NULL,
      editor ${text} NOT NULL,
      reviewer ${text},
      reason ${text},
      created_at ${text} NOT NULL,
      updated_at ${text} NOT NULL,
      version INTEGER NOT NULL)`,
    'CREATE INDEX drafts_newest ON drafts (desk, state, updated_at DESC, id)',
    'CREATE INDEX drafts_entry ON drafts (desk, entry) WHERE entry IS NOT NULL',
    `CREATE TABLE added_sources (
      desk ${text} NOT NULL,
      id ${text} NOT NULL,
      doc ${text} NOT NULL,
      PRIMARY KEY (desk, id))`,
    `ALTER TABLE reports ADD COLUMN state ${text} NOT NULL DEFAULT 'open'`,
    "CREATE INDEX reports_open ON reports (desk, at DESC, number DESC) WHERE state = 'open'",
    'CREATE INDEX audit_desk ON audit (desk, number)',
  ];
}

/** What chat writes of sources, with every change of it; those added before are their first revision. */
export function listed({ text, clustered }: ColumnWords): string[] {
  const told = (column: string) => `(SELECT a.${column} FROM audit AS a
      WHERE a.desk = s.desk AND a.subject = 'source:' || s.id AND a.action = 'source added'
      ORDER BY a.number LIMIT 1)`;
  return [
    `CREATE TABLE listed (
      desk ${text} NOT NULL,
      kind ${text} NOT NULL,
      id ${text} NOT NULL,
      doc ${text} NOT NULL,
      filed ${text},
      revision INTEGER NOT NULL,
      PRIMARY KEY (desk, kind, id)) ${clustered}`,
    `CREATE TABLE listed_revisions (
      desk ${text} NOT NULL,
      kind ${text} NOT NULL,
      id ${text} NOT NULL,
      revision INTEGER NOT NULL,
      action ${text} NOT NULL,
      actor ${text} NOT NULL,
      recorded_at ${text} NOT NULL,
      was ${text},
      doc ${text} NOT NULL,
      PRIMARY KEY (desk, kind, id, revision)) ${clustered}`,
    "INSERT INTO listed (desk, kind, id, doc, revision) SELECT desk, 'source', id, doc, 1 FROM added_sources",
    `INSERT INTO listed_revisions (desk, kind, id, revision, action, actor, recorded_at, doc)
      SELECT s.desk, 'source', s.id, 1, 'added', COALESCE(${told('actor')}, 'chat'),
        COALESCE(${told('at')}, '1970-01-01T00:00:00.000Z'), s.doc FROM added_sources AS s`,
    'DROP TABLE added_sources',
  ];
}

/** Of the contradictions of a desk the newest are read, and the others counted. */
export function newestContradictions({ text }: ColumnWords): string[] {
  return [
    `ALTER TABLE contradictions ADD COLUMN since ${text} NOT NULL DEFAULT ''`,
    `UPDATE contradictions SET since = coalesce((SELECT max(r.recorded_at) FROM revisions AS r
      WHERE r.desk = contradictions.desk AND r.id IN (contradictions.one, contradictions.other)
        AND r.valid_until IS NULL), '')`,
    'CREATE INDEX contradictions_newest ON contradictions (desk, since DESC, one, other)',
  ];
}
