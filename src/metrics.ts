import type { LedgerCounts } from './domain/ports/ledger.ts';

export interface Measured {
  counts: LedgerCounts;
  lastTick: { at: Date; count: number } | undefined;
  now: Date;
}

/** Prometheus text, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function metricsText({ counts, lastTick, now }: Measured): string {
  const { deliveries, subscriptions, oldestOpen } = counts;
  const oldest = oldestOpen ? Math.max(0, now.getTime() - oldestOpen.getTime()) / 1000 : 0;
  return [
    ...byState('deskwire_deliveries', 'Deliveries of digests and corrections, by state.', deliveries),
    ...byState('deskwire_subscriptions', 'Subscriptions, by state.', subscriptions),
    ...one(
      'deskwire_oldest_open_delivery_seconds',
      'gauge',
      'Age of the oldest delivery not ended; 0: none.',
      oldest,
    ),
    ...one(
      'deskwire_ticks_total',
      'counter',
      'Ticks of the digests that came to their end.',
      lastTick?.count ?? 0,
    ),
    ...one(
      'deskwire_last_tick_timestamp_seconds',
      'gauge',
      'When the last of them began; 0: none yet.',
      (lastTick?.at.getTime() ?? 0) / 1000,
    ),
    '',
  ].join('\n');
}

function byState(name: string, about: string, counts: Record<string, number>): string[] {
  const lines = Object.entries(counts).map(([state, count]) => `${name}{state="${state}"} ${count}`);
  return [`# HELP ${name} ${about}`, `# TYPE ${name} gauge`, ...lines];
}

const one = (name: string, type: 'gauge' | 'counter', about: string, value: number): string[] => [
  `# HELP ${name} ${about}`,
  `# TYPE ${name} ${type}`,
  `${name} ${value}`,
];
