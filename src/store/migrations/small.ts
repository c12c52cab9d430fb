import type { ColumnWords, Step } from './words.ts';

/** Most desks mark nothing as internal or restricted: whether one does is asked with every answer. */
export function marks(): string[] {
  return ["CREATE INDEX revisions_marked ON revisions (desk) WHERE handling <> 'public'"];
}

/** Why no digest came: what decided where a slot was passed over, what keeps one from being composed, which were lost. */
export function composing({ text }: ColumnWords): string[] {
  return [
    'ALTER TABLE skipped_slots ADD COLUMN edition INTEGER REFERENCES editions (id)',
    `ALTER TABLE subscriptions ADD COLUMN failing_reason ${text}`,
    `ALTER TABLE subscriptions ADD COLUMN failing_since ${text}`,
    `CREATE INDEX deliveries_undelivered ON deliveries (subscription, position)
      WHERE number IS NOT NULL AND state <> 'delivered'`,
  ];
}

/** Which process composes what is due, so that no other composes the same. */
export function claims({ text }: ColumnWords): string[] {
  return [
    `ALTER TABLE subscriptions ADD COLUMN claimed_by ${text}`,
    `ALTER TABLE subscriptions ADD COLUMN claimed_until ${text}`,
  ];
}

/** What is old enough to be forgotten is found without reading the rest. */
export function pruning(): string[] {
  return [
    'CREATE INDEX deliveries_finished ON deliveries (finished_at) WHERE finished_at IS NOT NULL',
    'CREATE INDEX deliveries_edition ON deliveries (edition) WHERE edition IS NOT NULL',
    'CREATE INDEX skipped_slots_at ON skipped_slots (at)',
    'CREATE INDEX skipped_slots_edition ON skipped_slots (edition) WHERE edition IS NOT NULL',
    'CREATE INDEX editions_day ON editions (day)',
  ];
}

/** What the time was on the platform at each attempt: our own clock may have been wrong, and be right by the look. */
export function platformTime({ text }: ColumnWords): string[] {
  return ['delivery_parts', 'cards'].flatMap((table) =>
    ['platform_since', 'platform_until'].map((column) => `ALTER TABLE ${table} ADD COLUMN ${column} ${text}`),
  );
}

/** From which day on the age of a fact counts: what has grown old is found without reading the rest. */
export function aging({ text }: ColumnWords): string[] {
  return [
    `CREATE TABLE aging (
      rev INTEGER PRIMARY KEY REFERENCES revisions (rev),
      desk ${text} NOT NULL,
      kind ${text} NOT NULL,
      counted_from ${text} NOT NULL,
      published ${text} NOT NULL,
      weight INTEGER NOT NULL,
      id ${text} NOT NULL,
      audience INTEGER NOT NULL,
      embargo ${text},
      lacks INTEGER NOT NULL)`,
    'CREATE INDEX aging_by_age ON aging (desk, kind, counted_from)',
    'CREATE INDEX aging_lacking ON aging (desk) WHERE lacks = 1',
    "INSERT INTO fills (name, done, until) SELECT 'aging', 0, rev FROM sequence WHERE rev > 0",
  ];
}

/** When the last requests of each account began, as JSON: the pace of a platform is shared by all processes. */
export function turns({ text, clustered }: ColumnWords): string[] {
  return [`CREATE TABLE turns (account ${text} PRIMARY KEY, last ${text} NOT NULL) ${clustered}`];
}

/** What must happen once although it may arrive twice, and the state of buttons that did not fit into them. */
export function presses({ text }: ColumnWords): string[] {
  return [
    `CREATE TABLE claims (
      key ${text} PRIMARY KEY,
      expires ${text} NOT NULL)`,
    'CREATE INDEX claims_expired ON claims (expires)',
    `CREATE TABLE button_states (
      id ${text} PRIMARY KEY,
      state ${text} NOT NULL,
      expires ${text} NOT NULL)`,
    'CREATE INDEX button_states_expired ON button_states (expires)',
    'CREATE INDEX reports_reporter ON reports (reporter, at)',
  ];
}

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

/**
 * How far the corrections of a desk are written for one platform. Where there is none yet, `corrected_up_to` of
 * `ledger` holds: what was published up to there has been dealt with.
 */
export function corrections({ text }: ColumnWords): string[] {
  return [
    `CREATE TABLE correction_marks (
      desk ${text} NOT NULL,
      platform ${text} NOT NULL,
      up_to INTEGER NOT NULL,
      after_delivery ${text},
      after_part INTEGER,
      PRIMARY KEY (desk, platform))`,
    `CREATE INDEX publications_corrections ON publications (desk, number)
      WHERE event IN ('corrected', 'retracted')`,
  ];
}

/** What the admins have to know: a line is written with what it tells of, and marked once somebody was told. */
export function adminLines({ text, counted }: ColumnWords): string[] {
  return [
    `CREATE TABLE admin_lines (
      number ${counted},
      key ${text} NOT NULL UNIQUE,
      desk ${text} NOT NULL,
      platform ${text} NOT NULL,
      line ${text} NOT NULL,
      subscriber ${text},
      at ${text} NOT NULL,
      told_at ${text})`,
    'CREATE INDEX admin_lines_untold ON admin_lines (number) WHERE told_at IS NULL',
  ];
}

/**
 * Facts that may tell the same or contradict each other are found by what they have in common, and contradictions are
 * written with the change that made them. `fills`: revisions of before that still lack their rows; see `fillOlder`.
 */
export function nearFacts({ text, clustered }: ColumnWords): string[] {
  return [
    `CREATE TABLE fact_keys (
      desk ${text} NOT NULL,
      key ${text} NOT NULL,
      date_min ${text} NOT NULL,
      date_max ${text} NOT NULL,
      rev INTEGER NOT NULL REFERENCES revisions (rev),
      PRIMARY KEY (desk, key, date_min, date_max, rev)) ${clustered}`,
    'CREATE INDEX fact_keys_rev ON fact_keys (rev)',
    `CREATE TABLE contradictions (
      desk ${text} NOT NULL,
      one ${text} NOT NULL,
      other ${text} NOT NULL,
      rule ${text} NOT NULL,
      says ${text} NOT NULL,
      PRIMARY KEY (desk, one, other, rule)) ${clustered}`,
    'CREATE INDEX contradictions_other ON contradictions (desk, other)',
    `CREATE INDEX revisions_by_chat ON revisions (desk, path)
      WHERE origin = 'chat' AND valid_until IS NULL AND path IS NOT NULL`,
    `CREATE TABLE fills (name ${text} PRIMARY KEY, done INTEGER NOT NULL, until INTEGER NOT NULL) ${clustered}`,
    "INSERT INTO fills (name, done, until) SELECT 'near facts', 0, rev FROM sequence WHERE rev > 0",
  ];
}

/**
 * A channel may have several digests of a desk, each of its own name. Those of before are named by how often they come
 * and what they select; their ids, and the keys of what they sent, stay.
 */
export function digestNames({ text }: ColumnWords): Step[] {
  const namesake = (
    name: string,
  ) => `SELECT 1 FROM subscriptions AS other WHERE other.channel = subscriptions.channel
    AND other.desk = subscriptions.desk AND other.name = '${name}' AND other.state <> 'ended'`;
  return [
    `ALTER TABLE subscriptions ADD COLUMN name ${text} NOT NULL DEFAULT ''`,
    {
      parts: 'SELECT id, settings FROM subscriptions ORDER BY id',
      of({ id, settings }) {
        const { filter, schedule } = JSON.parse(String(settings)) as {
          filter: { topics: string[]; countries: string[] };
          schedule: { rhythm: string };
        };
        const often = { weekly: 'weekly', cron: 'custom' }[schedule.rhythm] ?? 'daily';
        const parts = [often, ...filter.topics, ...filter.countries].join('-').toLowerCase();
        const name = parts
          .replace(/[^a-z0-9-]/g, '')
          .slice(0, 36)
          .replace(/-+$/, '');
        return [
          `UPDATE subscriptions SET name = CASE WHEN EXISTS (${namesake(name)}) THEN '${name}-n${id}' ELSE '${name}' END
            WHERE id = ${id}`,
        ];
      },
    },
    'DROP INDEX subscriptions_one',
    "CREATE UNIQUE INDEX subscriptions_one ON subscriptions (channel, desk, name) WHERE state <> 'ended'",
  ];
}

/** What each subscription was told of the headlines of feeds, written with the digest that tells it. */
export function headlines({ text, clustered }: ColumnWords): string[] {
  return [
    `CREATE TABLE told_headlines (
      subscription INTEGER NOT NULL,
      item INTEGER NOT NULL,
      delivery ${text} NOT NULL,
      place INTEGER NOT NULL,
      title ${text} NOT NULL,
      url ${text} NOT NULL,
      publisher ${text} NOT NULL,
      at ${text} NOT NULL,
      PRIMARY KEY (subscription, item)) ${clustered}`,
    'CREATE INDEX told_headlines_delivery ON told_headlines (delivery, place)',
    'CREATE INDEX told_headlines_at ON told_headlines (at)',
  ];
}

/**
 * What searches read, in the same form in both databases: see `store/search/blocks.ts`. Older entries are indexed anew, a
 * few hundred at a time.
 */
export function postings({ text, bytes, clustered }: ColumnWords): string[] {
  return [
    'DROP TABLE search',
    `CREATE TABLE postings (
      desk ${text} NOT NULL,
      word ${text} NOT NULL,
      block INTEGER NOT NULL,
      data ${bytes} NOT NULL,
      PRIMARY KEY (desk, word, block)) ${clustered}`,
    `CREATE TABLE search_words (
      desk ${text} NOT NULL,
      word ${text} NOT NULL,
      PRIMARY KEY (desk, word)) ${clustered}`,
    "INSERT INTO fills (name, done, until) SELECT 'search', 0, rev FROM sequence WHERE rev > 0",
  ];
}

/** Of what was published on one day the later event comes first: what lists go through is in that order. */
export function laterEventFirst({ clustered }: ColumnWords): string[] {
  const order = 'published DESC, event_day DESC, weight DESC, id';
  return [
    'DROP INDEX revisions_published',
    `CREATE INDEX revisions_published ON revisions (desk, ${order},
      state, handling, valid_until, embargo, type, kind, standing, date_max, date_min, valid_from)`,
    'DROP INDEX revisions_unpublished',
    `CREATE INDEX revisions_unpublished ON revisions (desk, ${order})
      WHERE valid_until IS NULL AND state IN ('draft', 'in review')`,
    'DROP INDEX links_published',
    `CREATE INDEX links_published ON links (link, ${order}, rev, kind, audience, valid_until, embargo)`,
    // SQLite takes an index that was never counted for a small one. PostgreSQL counts tables; one that it counted when it
    // was empty it would take for empty during the whole first sync.
    ...(clustered === '' ? [] : ['ANALYZE revisions', 'ANALYZE links']),
  ];
}

/** What each reader has read up to, by publication number. */
export function readMarks({ text, clustered }: ColumnWords): string[] {
  return [
    `CREATE TABLE read_marks (
      person ${text} NOT NULL,
      desk ${text} NOT NULL,
      up_to INTEGER NOT NULL,
      since INTEGER NOT NULL,
      at ${text} NOT NULL,
      PRIMARY KEY (person, desk)) ${clustered}`,
  ];
}

/** The desk that each person chose for lines that name none. */
export function chosenDesks({ text, clustered }: ColumnWords): string[] {
  return [
    `CREATE TABLE chosen_desks (
      person ${text} PRIMARY KEY,
      desk ${text} NOT NULL,
      at ${text} NOT NULL) ${clustered}`,
  ];
}

/** Questions that a desk could not answer, counted; nobody is named. */
export function gaps({ text, counted }: ColumnWords): string[] {
  return [
    `CREATE TABLE gaps (
      number ${counted},
      desk ${text} NOT NULL,
      key ${text} NOT NULL,
      question ${text} NOT NULL,
      about ${text} NOT NULL,
      times INTEGER NOT NULL,
      last_at ${text} NOT NULL,
      state ${text} NOT NULL DEFAULT 'open',
      UNIQUE (desk, key))`,
  ];
}
