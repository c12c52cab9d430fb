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

/** The same doors; whoever listens is told after each use that something may have changed. */
export function withNews({
  answerer,
  forms,
  reports,
}: Doors): Doors & { onNews(listener: () => void): void } {
  let listener = () => {};
  const told = <T>(answer: T): T => {
    listener();
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
    onNews(given) {
      listener = given;
    },
  };
}
