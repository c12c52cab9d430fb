import { appCommands, type CatalogueDesk } from '../ports/answerer.ts';
import type { Block, Reply } from '../reply.ts';

/** Desks that have buttons of their own. */
const mostDesks = 3;

/** What is said once where the bot comes to: what each desk covers, and the first things to do. */
export function greetingReply(catalogue: readonly CatalogueDesk[]): Reply {
  const desks = catalogue.filter(({ app }) => !app);
  return {
    version: 2,
    view: 'glance',
    outcome: 'ok',
    visibility: 'public',
    citations: [],
    blocks: desks.slice(0, mostDesks).flatMap((desk) => aboutOf(desk, desks.length > 1)),
  };
}

function aboutOf({ id, name, about, commands }: CatalogueDesk, several: boolean): Block[] {
  const [example] = commands.find((command) => command.name !== 'help')?.examples ?? [];
  const of = several ? ` ${name}` : '';
  return [
    { type: 'heading', level: 1, text: name },
    { type: 'text', spans: [{ text: about }] },
    {
      type: 'text',
      spans: [
        { text: 'Type ' },
        { text: `/${id} ${example?.line ?? 'help'}`, style: 'code' },
        { text: ', or press:' },
      ],
    },
    {
      type: 'choices',
      prompt: '',
      options: [
        {
          label: `Subscribe${of} at 08:00`,
          command: `/${appCommands.manage} digest subscribe daily at 08:00${several ? ` desk:${id}` : ''}`,
        },
        { label: `Ask${of}`, command: `/${id} help` },
        { label: `Topics${of}`, command: `/${id} topics` },
      ],
    },
  ];
}

/** Longer than a platform repeats an event, and short enough to greet again where the bot comes back to. */
export const greetedForMs = 7 * 24 * 60 * 60 * 1000;
