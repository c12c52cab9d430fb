import { EventEmitter } from 'node:events';
import { type Answerer, isAppLine } from '../domain/ports/answerer.ts';
import type { MistakeReports } from '../domain/ports/chat.ts';
import type { Forms } from '../domain/ports/drafts.ts';

/** What parts of the app tell one another. Events carry nothing: whoever listens reads the store. */
interface AppEvents {
  /** Somebody wrote a delivery that need not wait for the next tick. */
  'delivery written': [];
  /** Somebody added a feed. */
  'feed added': [];
  /** The review queue, or what was posted, may have changed. */
  changed: [];
}

export type Events = EventEmitter<AppEvents>;

export const createEvents = (): Events => new EventEmitter<AppEvents>();

/** Listens until the returned function is called. */
export function listen(events: Events, name: keyof AppEvents, listener: () => void): () => void {
  events.on(name, listener);
  return () => void events.off(name, listener);
}

interface Doors {
  answerer: Pick<Answerer, 'answer'>;
  forms: Forms;
  reports: MistakeReports;
}

/** The same ways in; each use of one that may have changed something emits `changed`. */
export function announcing({ answerer, forms, reports }: Doors, events: Events): Doors {
  const announced = <T>(result: T): T => {
    events.emit('changed');
    return result;
  };
  return {
    answerer: {
      async answer(question) {
        const reply = await answerer.answer(question);
        return isAppLine(question.text) ? announced(reply) : reply;
      },
    },
    forms: {
      fill: async (filled) => announced(await forms.fill(filled)),
      open: (form, by) => forms.open(form, by),
    },
    reports: {
      add: async (report, interaction) => announced(await reports.add(report, interaction)),
      list: (desk, page) => reports.list(desk, page),
    },
  };
}
