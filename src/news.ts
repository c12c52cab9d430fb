import { isHouseLine } from './domain/house.ts';
import type { Answerer } from './domain/ports/answerer.ts';
import type { MistakeReports } from './domain/ports/chat.ts';
import type { Forms } from './domain/ports/forms.ts';

/** The doors through which people change what waits for others. */
interface Doors {
  answerer: Pick<Answerer, 'answer'>;
  forms: Forms;
  reports: MistakeReports;
}

export interface News {
  /** Calls after what may have changed what waits for somebody, until the answer is called. */
  onNews(listener: () => void): () => void;
  /** Tells whoever listens. */
  news(): void;
}

/** The same doors; whoever listens is told after each use that something may have changed. */
export function withNews({ answerer, forms, reports }: Doors): Doors & News {
  const listeners = new Set<() => void>();
  const news = () => {
    for (const listener of listeners) listener();
  };
  const told = <T>(answer: T): T => {
    news();
    return answer;
  };
  return {
    answerer: {
      async answer(question) {
        const reply = await answerer.answer(question);
        return isHouseLine(question.text) ? told(reply) : reply;
      },
    },
    forms: {
      fill: async (filled) => told(await forms.fill(filled)),
      open: (form, by) => forms.open(form, by),
    },
    reports: {
      add: async (report, interaction) => told(await reports.add(report, interaction)),
      list: (desk, page) => reports.list(desk, page),
    },
    onNews(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    news,
  };
}
