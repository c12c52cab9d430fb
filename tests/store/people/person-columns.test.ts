import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { allPersonColumns, mentions } from '../../../src/store/people/person-columns.ts';
import { freshStore } from '../fixture.ts';

/** Text that names no person: what it does name is an entry, a channel, a desk, or a process. */
const nobody: Record<string, string> = {
  admin_codes: 'hash expires used_at',
  admin_lines: 'desk platform at told_at',
  audit: 'at action desk',
  button_states: 'id expires',
  cards:
    'id desk platform subject version leased_version tried_version message state first_attempt last_attempt due holder leased_until reason created_at platform_since platform_until',
  channels: 'id visibility',
  chosen_desks: 'desk at',
  claims: 'key expires',
  conflicts: 'desk id path hash doc recorded_at',
  content_folder: 'host path syncing syncing_until',
  content_servers: 'process host path expires',
  aging: 'desk kind counted_from published id embargo',
  content_files: 'desk path hash fault',
  correction_marks: 'desk platform after_delivery',
  deliveries: 'id key kind channel slot state due reason corrects_delivery created_at finished_at',
  delivery_parts:
    'delivery reply body instead state first_attempt last_attempt message sent_at platform_since platform_until',
  desks: 'id doc',
  epoch: 'installation at place restored_at restored_from',
  // Owners in it are found by `findOwned`.
  documents: 'doc',
  drafts: 'id desk act type entry excerpt state created_at updated_at',
  contradictions: 'desk one other rule says since',
  editions: 'desk filter_key day doc',
  fact_keys: 'desk key date_min date_max',
  feed_items: 'desk key url_key url title published state found',
  feeds: 'desk url title keywords etag modified next polled fault added_at holder leased_until',
  fills: 'name',
  gaps: 'desk last_at state',
  grants: 'desk role granted_at',
  held_publications: 'desk id event day note due',
  imports: 'id desk url_key signature about sentences source brief at expires',
  listed: 'desk kind id doc filed',
  listed_revisions: 'desk kind id action recorded_at was doc',
  lanes: 'channel platform head ready_at holder leased_until',
  leases: 'name holder expires',
  link_counts: 'kind standing from_year to_year',
  link_targets: 'desk kind value',
  links: 'event_day date_max id date_min published kind standing valid_from valid_until embargo',
  part_entries: 'entry delivery',
  publications: 'desk id event day recorded_at note',
  read_marks: 'desk at',
  reports: 'interaction desk entry at state',
  review_channels: 'desk channel since',
  revision_links: 'desk kind value',
  revisions:
    'desk id state handling embargo published valid_from valid_until date_min date_max event_day type kind own_state standing title supersedes recorded_at action origin path hash',
  skipped_slots: 'slot reason at',
  subscriptions:
    'desk channel name filter_key settings state paused_until broken_reason broken_since slot next created_at failing_reason failing_since claimed_by claimed_until',
  told_headlines: 'delivery title url publisher at',
  turns: 'account last',
  wrong_codes: 'at',
  visits:
    'desk id state handling embargo published valid_from valid_until date_min date_max event_day direction visitor office origin host trip',
};

/** Of full text and of migrations, whose rows are made from others. */
const made = /^(postings$|search|sqlite_|kysely_)/;

test('every column of text either is looked through when a person is removed, or is said here to name nobody', async () => {
  const { folder, end } = await freshStore();
  const database = new DatabaseSync(`${folder}/deskwire.sqlite`, { readOnly: true });
  const rows = (query: string) => database.prepare(query).all() as { name: string; type: string }[];
  const said = new Set([
    ...[...allPersonColumns, ...mentions].flatMap(({ table, columns }) =>
      columns.map((column) => `${table}.${column}`),
    ),
    ...Object.entries(nobody).flatMap(([table, columns]) =>
      columns.split(' ').map((column) => `${table}.${column}`),
    ),
  ]);
  const texts = rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    .filter(({ name }) => !made.test(name))
    .flatMap(({ name: table }) =>
      rows(`PRAGMA table_info(${table})`).flatMap(({ name, type }) =>
        type === 'TEXT' ? [`${table}.${name}`] : [],
      ),
    );
  expect(texts.filter((column) => !said.has(column))).toEqual([]);
  expect([...said].filter((column) => !texts.includes(column))).toEqual([]);
  database.close();
  await end();
});
