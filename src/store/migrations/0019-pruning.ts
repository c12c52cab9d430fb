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
