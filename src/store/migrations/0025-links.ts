import type { ColumnWords, Step } from './words.ts';

/** As the state and the handling of a revision decide; undefined states are listed for nobody. */
const audience = `CASE WHEN r.state IN ('published', 'corrected')
  THEN CASE r.handling WHEN 'public' THEN 0 WHEN 'internal' THEN 1 ELSE 3 END
  ELSE CASE r.handling WHEN 'public' THEN 2 ELSE 3 END END`;

const isListed = "r.state IN ('published', 'corrected', 'draft', 'in review')";

/**
 * Rows of links carry what lists are sorted and filtered by, so that a page reads no more rows than it shows, and
 * counts are kept by link. Filled target by target. `outcome`: that of a document `d`, null where it has none.
 */
export function links({ text, clustered }: ColumnWords, outcome: string): Step[] {
  const linked = `revision_links AS v JOIN revisions AS r ON r.rev = v.rev
    WHERE v.desk = t.desk AND v.kind = t.kind AND v.value = t.value`;
  const ofKind = 'revisions AS r WHERE r.desk = t.desk AND r.kind = t.value';
  const openPlans = `revisions AS r JOIN documents AS d ON d.rev = r.rev
    WHERE r.desk = t.desk AND r.kind = 'plan' AND ${outcome} IS NULL`;
  const anyOf = 'revisions AS r WHERE r.desk = t.desk';
  const rows = (from: string) => `INSERT INTO links (link, event_day, date_max, id, rev, date_min, published,
      weight, kind, standing, audience, valid_from, valid_until, embargo)
    SELECT t.number, r.event_day, r.date_max, r.id, r.rev, r.date_min, r.published, r.weight, r.kind,
      coalesce(r.standing, ''), ${audience}, r.valid_from, r.valid_until, r.embargo
    FROM link_targets AS t CROSS JOIN ${from} AND ${isListed}`;
  const counts = (
    from: string,
  ) => `INSERT INTO link_counts (link, kind, standing, audience, from_year, to_year, entries)
    SELECT t.number, r.kind, coalesce(r.standing, ''), ${audience}, substr(r.date_min, 1, 4),
      substr(r.date_max, 1, 4), count(*)
    FROM link_targets AS t CROSS JOIN ${from} AND ${isListed} AND r.valid_until IS NULL`;
  const grouped = 'GROUP BY 1, 2, 3, 4, 5, 6';
  return [
    `CREATE TABLE link_targets (
      number INTEGER PRIMARY KEY,
      desk ${text} NOT NULL,
      kind ${text} NOT NULL,
      value ${text} NOT NULL,
      UNIQUE (desk, kind, value))`,
    `CREATE TABLE links (
      link INTEGER NOT NULL,
      event_day ${text} NOT NULL,
      date_max ${text} NOT NULL,
      id ${text} NOT NULL,
      rev INTEGER NOT NULL REFERENCES revisions (rev),
      date_min ${text} NOT NULL,
      published ${text} NOT NULL,
      weight INTEGER NOT NULL,
      kind ${text} NOT NULL,
      standing ${text} NOT NULL,
      audience INTEGER NOT NULL,
      valid_from ${text} NOT NULL,
      valid_until ${text},
      embargo ${text},
      PRIMARY KEY (link, event_day, date_max, id, rev)) ${clustered}`,
    `CREATE TABLE link_counts (
      link INTEGER NOT NULL,
      kind ${text} NOT NULL,
      standing ${text} NOT NULL,
      audience INTEGER NOT NULL,
      from_year ${text} NOT NULL,
      to_year ${text} NOT NULL,
      entries INTEGER NOT NULL,
      PRIMARY KEY (link, kind, standing, audience, from_year, to_year)) ${clustered}`,
    `INSERT INTO link_targets (number, desk, kind, value)
      SELECT row_number() OVER (ORDER BY desk, kind, value), desk, kind, value FROM (
        SELECT desk, kind, value FROM revision_links WHERE kind NOT IN ('source', 'entry')
        UNION SELECT desk, 'kind', kind FROM revisions
        UNION SELECT desk, 'all', '' FROM revisions
        UNION SELECT desk, 'open', 'plan' FROM revisions WHERE kind = 'plan') AS found`,
    {
      parts: 'SELECT number AS part, kind FROM link_targets ORDER BY number',
      of({ part, kind }) {
        const sources: Record<string, string> = { kind: ofKind, open: openPlans, all: anyOf };
        const from = sources[String(kind)] ?? linked;
        const it = `AND t.number = ${Number(part)}`;
        const counted = `${counts(from)} ${it} ${grouped}`;
        return kind === 'all' ? [counted] : [`${rows(from)} ${it}`, counted];
      },
    },
    "CREATE INDEX links_ending ON links (link, date_max, id, rev, audience, published, valid_until, embargo) WHERE kind = 'plan'",
    'CREATE INDEX links_embargo ON links (link, embargo) WHERE embargo IS NOT NULL',
    'CREATE INDEX links_published ON links (link, published DESC, weight DESC, id, rev, kind, audience, valid_until, embargo)',
    // What is left of the links of before: the other entries that a revision speaks of.
    'ALTER TABLE revision_links RENAME TO links_of_before',
    `CREATE TABLE revision_links (
      desk ${text} NOT NULL,
      kind ${text} NOT NULL,
      value ${text} NOT NULL,
      rev INTEGER NOT NULL REFERENCES revisions (rev),
      PRIMARY KEY (desk, kind, value, rev)) ${clustered}`,
    `INSERT INTO revision_links (desk, kind, value, rev)
      SELECT desk, kind, value, rev FROM links_of_before WHERE kind = 'entry'`,
    'DROP TABLE links_of_before',
    'ANALYZE links',
    'ANALYZE link_counts',
    // What hides entries for a time, and what begins or ends soon, is little: found without looking at the rest.
    'CREATE INDEX revisions_embargo ON revisions (desk, embargo) WHERE embargo IS NOT NULL',
    'CREATE INDEX revisions_ends ON revisions (date_max, desk) WHERE valid_until IS NULL',
    `CREATE INDEX revisions_unpublished ON revisions (desk, published DESC, weight DESC, id)
      WHERE valid_until IS NULL AND state IN ('draft', 'in review')`,
  ];
}
