import { resolve } from 'node:path';
import type { DeskMaker } from '../../domain/desk.ts';
import { editLine } from '../../domain/ports/answerer.ts';
import type { App } from '../app.ts';
import { tryFeeds } from './feeds.ts';
import { makeDesk, ownRoleLine } from './make.ts';
import { type DeskAnswers, deskFrom, deskSteps } from './wishes.ts';

/** Makes desks for the local page: the questions of `init`, all at once. `folder`: where `.env` is. */
export function createDeskMaker({ store, feeds }: Pick<App, 'store' | 'feeds'>, folder: string): DeskMaker {
  return {
    questions: deskSteps.map(({ option, question, usual }) => ({
      option,
      question: question({}),
      needed: usual === undefined,
    })),
    async make(given) {
      const answers: Partial<DeskAnswers> = {};
      for (const { option, usual, fault } of deskSteps) {
        const answer = given[option]?.trim() || usual?.(answers, folder) || '';
        const wrong = fault(answer, answers, folder);
        if (wrong !== undefined) return { made: false, lines: [wrong] };
        answers[option] = answer;
      }
      const made = deskFrom(answers);
      if ('fault' in made) return { made: false, lines: [made.fault] };
      const { definition } = made;
      const tried = answers.feeds ? await tryFeeds(answers.feeds, definition, feeds.ports) : undefined;
      const briefs = resolve(folder, answers.out ?? '.');
      const kept = tried && { app: { store, feeds }, tried };
      const {
        waiting = 0,
        manifest,
        isSet,
        line,
      } = await makeDesk(definition, { folder, briefs, feeds: kept });
      const lines = [
        `${definition.name} is written to ${resolve(briefs, definition.id)}.`,
        ...(tried?.lines ?? []),
        ...(waiting > 0 ? [`${waiting} articles of the last 30 days wait: ${editLine('feeds items')}.`] : []),
        `The manifest of the Slack app: ${manifest}`,
        `Set in .env: ${line}${isSet ? '' : ' (another folder is set there).'}`,
        `To write here and in the terminal: ${ownRoleLine}`,
        `Start Deskwire again: it asks whether the example desk is withdrawn, and serves /${definition.id}.`,
      ];
      return { made: true, lines };
    },
  };
}
