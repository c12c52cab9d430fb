import type { Block, EntryItem, Reply, ReplyCitation, Span } from '../../../src/domain/reply.ts';

export const plain80 = { width: 80, colour: false, links: false };

export function span(text: string, style?: Span['style']): Span {
  return style ? { text, style } : { text };
}

export function reply(blocks: Block[], overrides: Partial<Reply> = {}): Reply {
  return { version: 1, outcome: 'ok', visibility: 'private', blocks, citations: [], ...overrides };
}

export function textReply(text: string): Reply {
  return reply([{ type: 'text', spans: [span(text)] }]);
}

export function entry(overrides: Partial<EntryItem> = {}): EntryItem {
  return {
    id: 'blinken-astana-2023',
    type: 'visit',
    flags: ['KZ', 'US'],
    when: '27–28 February 2023',
    headline: [span('Antony Blinken, US Secretary of State, in Astana')],
    lines: [[span('Met President Tokayev and the foreign ministers of the five countries.')]],
    standing: 'confirmed',
    remarks: [],
    cites: [1, 2],
    ...overrides,
  };
}

export function entries(...items: EntryItem[]): Reply {
  return reply([{ type: 'entries', items }]);
}

export function citation(overrides: Partial<ReplyCitation> = {}): ReplyCitation {
  return {
    n: 1,
    source: 'travels',
    title: 'Travels of the Secretary of State',
    publisher: 'US Office of the Historian',
    date: 'reaches to February 2025',
    url: 'https://history.state.gov/departmenthistory/travels/secretary',
    ...overrides,
  };
}
