import type { DeskCommand } from '../src/command/define.ts';
import { ask } from './ask.ts';
import { brief } from './brief.ts';
import { chart } from './chart.ts';
import { compare } from './compare.ts';
import { country } from './country.ts';
import { facts } from './facts.ts';
import { help } from './help.ts';
import { latest } from './latest.ts';
import { news } from './new.ts';
import { search } from './search.ts';
import { sources } from './sources.ts';
import { timeline } from './timeline.ts';
import { topics } from './topics.ts';
import { upcoming } from './upcoming.ts';
import { visits } from './visits.ts';
import { who } from './who.ts';

/** What readers can ask of a desk, in the order that help lists it. */
export const commands: readonly DeskCommand[] = [
  ask,
  visits,
  facts,
  latest,
  news,
  brief,
  country,
  who,
  compare,
  timeline,
  upcoming,
  search,
  topics,
  chart,
  sources,
  help,
];
