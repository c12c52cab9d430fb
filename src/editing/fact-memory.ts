import type { Fact } from '../domain/entry.ts';
import type { EntryReader, Scope } from '../domain/ports/entries.ts';
import type { RecordState } from '../domain/ports/record-state.ts';

const pageSize = 500;

/** All published facts of a desk, read again only when the record has changed. */
export class FactMemory {
  readonly #entries: EntryReader;
  readonly #state: RecordState;
  readonly #known = new Map<string, { at: string; facts: Promise<Fact[]> }>();

  constructor(entries: EntryReader, state: RecordState) {
    this.#entries = entries;
    this.#state = state;
  }

  async of(scope: Scope): Promise<Fact[]> {
    const at = await this.#state.at(scope.now);
    const known = this.#known.get(scope.desk);
    if (known?.at === at) return known.facts;
    const facts = this.#read(scope);
    this.#known.set(scope.desk, { at, facts });
    facts.catch(() => this.#known.delete(scope.desk));
    return facts;
  }

  async #read(scope: Scope): Promise<Fact[]> {
    const facts: Fact[] = [];
    for (let offset = 0; ; offset += pageSize) {
      const page = { limit: pageSize, offset };
      const { items, total } = await this.#entries.list(scope, { type: 'fact', order: 'event-oldest' }, page);
      for (const { body } of items) if (body.type === 'fact' && isOut(body)) facts.push(body);
      if (offset + pageSize >= total) return facts;
    }
  }
}

/** A draft or an entry in review claims nothing yet. */
const isOut = ({ state }: Fact) => state === 'published' || state === 'corrected';
