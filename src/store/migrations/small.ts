import type { ColumnWords } from './words.ts';

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

/** When the last requests of each account began, as JSON: the pace of a platform is shared by all processes. */
export function turns({ text, clustered }: ColumnWords): string[] {
  return [`CREATE TABLE turns (account ${text} PRIMARY KEY, last ${text} NOT NULL) ${clustered}`];
}
