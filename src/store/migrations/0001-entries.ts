import type { ColumnWords } from './words.ts';

const visibility = (text: string) => `
  desk ${text} NOT NULL,
  id ${text} NOT NULL,
  state ${text} NOT NULL,
  handling ${text} NOT NULL,
  embargo ${text},
  published ${text} NOT NULL,
  valid_from ${text} NOT NULL,
  valid_until ${text},
  date_min ${text} NOT NULL,
  date_max ${text} NOT NULL,
  event_day ${text} NOT NULL`;

const entryOrders = {
  event: 'event_day DESC, date_max DESC, id',
  published: 'published DESC, weight DESC, id',
  weight: 'weight DESC, published DESC, id',
};

/** What a page or a total may look at besides its order: with it the index answers alone, and reads no row. */
const entryFilters =
  'state, handling, valid_until, published, embargo, type, kind, standing, date_max, date_min, valid_from';

const visitOrder = 'event_day DESC, date_max DESC, id';

const visitFilters =
  'state, handling, valid_until, published, embargo, direction, office, trip, host, origin, visitor, date_min, valid_from';

/**
 * Documents stand apart from the columns that lists filter and sort by, so that a scan reads few pages. The
 * register repeats what decides visibility, so that a page of visits needs no join.
 */
export function entries({ text, clustered }: ColumnWords): string[] {
  return [
    `CREATE TABLE sequence (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      rev INTEGER NOT NULL,
      publication INTEGER NOT NULL)`,
    'INSERT INTO sequence (one, rev, publication) VALUES (1, 0, 0)',
    `CREATE TABLE revisions (
      rev INTEGER PRIMARY KEY, ${visibility(text)},
      revision INTEGER NOT NULL,
      type ${text} NOT NULL,
      kind ${text} NOT NULL,
      own_state ${text} NOT NULL,
      standing ${text},
      title ${text} NOT NULL,
      weight INTEGER NOT NULL,
      supersedes ${text},
      corrections INTEGER NOT NULL,
      recorded_at ${text} NOT NULL,
      actor ${text} NOT NULL,
      action ${text} NOT NULL,
      origin ${text} NOT NULL,
      path ${text},
      hash ${text},
      UNIQUE (desk, id, revision))`,
    'CREATE UNIQUE INDEX revisions_current ON revisions (desk, id) WHERE valid_until IS NULL',
    ...Object.entries(entryOrders).map(
      ([name, order]) => `CREATE INDEX revisions_${name} ON revisions (desk, ${order}, ${entryFilters})`,
    ),
    'CREATE INDEX revisions_path ON revisions (desk, path) WHERE valid_until IS NULL',
    'CREATE INDEX revisions_supersedes ON revisions (desk, supersedes) WHERE supersedes IS NOT NULL',
    `CREATE TABLE documents (
      rev INTEGER PRIMARY KEY REFERENCES revisions (rev),
      doc ${text} NOT NULL)`,
    `CREATE TABLE revision_links (
      desk ${text} NOT NULL,
      kind ${text} NOT NULL,
      value ${text} NOT NULL,
      rev INTEGER NOT NULL REFERENCES revisions (rev),
      PRIMARY KEY (desk, kind, value, rev)) ${clustered}`,
    `CREATE TABLE visits (
      rev INTEGER PRIMARY KEY REFERENCES revisions (rev), ${visibility(text)},
      direction ${text} NOT NULL,
      visitor ${text} NOT NULL,
      office ${text} NOT NULL,
      origin ${text} NOT NULL,
      host ${text} NOT NULL,
      trip ${text} NOT NULL)`,
    ...['', 'visitor, ', 'host, ', 'origin, '].map(
      (filter, index) =>
        `CREATE INDEX visits_${index} ON visits (desk, ${filter}${visitOrder}, ${visitFilters})`,
    ),
    `CREATE TABLE publications (
      number INTEGER PRIMARY KEY,
      desk ${text} NOT NULL,
      id ${text} NOT NULL,
      rev INTEGER NOT NULL REFERENCES revisions (rev),
      revision INTEGER NOT NULL,
      event ${text} NOT NULL,
      day ${text} NOT NULL,
      recorded_at ${text} NOT NULL,
      note ${text})`,
    'CREATE INDEX publications_desk ON publications (desk, number)',
    `CREATE TABLE desks (id ${text} PRIMARY KEY, doc ${text} NOT NULL)`,
    `CREATE TABLE content_files (
      desk ${text} NOT NULL,
      path ${text} NOT NULL,
      hash ${text} NOT NULL,
      fault ${text},
      PRIMARY KEY (desk, path))`,
    `CREATE TABLE conflicts (
      desk ${text} NOT NULL,
      id ${text} NOT NULL,
      path ${text} NOT NULL,
      hash ${text} NOT NULL,
      doc ${text},
      recorded_at ${text} NOT NULL,
      PRIMARY KEY (desk, id))`,
  ];
}
