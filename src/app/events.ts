import { EventEmitter } from 'node:events';
import { type Answerer, isAppLine } from '../domain/ports/answerer.ts';
import type { MistakeReports } from '../domain/ports/chat.ts';
import type { Forms } from '../domain/ports/drafts.ts';

/** Events between parts of the app. They carry no data; listeners read the store. */
interface AppEvents {
  /** A delivery was written that should be sent before the next tick. */
  'delivery written': [];
  /** A feed was added. */
  'feed added': [];
  /** The review queue or posted entries may have changed. */
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

/** The same entry points, emitting `changed` after every use that may have changed something. */
export function withChangeEvents({ answerer, forms, reports }: Doors, events: Events): Doors {
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
