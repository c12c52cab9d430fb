import { scopeOf } from '../../src/command/define.ts';
import { composeEdition } from '../../src/digest/compose/compose.ts';
import { gatherWindow } from '../../src/digest/compose/gather.ts';
import { glanceReply } from '../../src/digest/compose/glance.ts';
import { addDays } from '../../src/domain/dates/day.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { reader } from '../commands/digest-service.ts';
import { exampleLines } from '../commands/example-lines.ts';
import { fillForms } from './fill-forms.ts';
import { openProduct, type Product } from './open-product.ts';
import { digestStep, type Format, formats, type Step, stepOf } from './show.ts';

/** The instant at which everything is recorded. */
export const recordedNow = new Date('2026-11-28T12:00:00Z');

/**
 * Everything that the product answers to its own examples, by `FORMAT/SUBJECT.txt`. Where a change of structure is
 * made, no byte of it changes.
 */
export async function recording(): Promise<Map<string, string>> {
  const product = await openProduct(recordedNow);
  try {
    const pages = new Map<string, string>();
    const add = (subject: string, steps: readonly Step[]) => {
      for (const format of formats)
        pages.set(
          `${format}/${subject}.txt`,
          steps
            .flatMap(({ asked, shown: { [format]: text } }) =>
              text === undefined ? [] : [`$ ${asked}\n${text.trimEnd()}\n`],
            )
            .join('\n'),
        );
    };
    for (const [command, examples] of Map.groupBy(exampleLines, (one) => one.command))
      add(
        command,
        await readAll(
          product,
          examples.map(({ line }) => `/centralasia ${line}`),
        ),
      );
    add('digest-preview', await previews(product));
    for (const [group, lines] of deskwireExamples(product))
      add(`deskwire-${group}`, await askAll(product, lines));
    add('forms', await fillForms(product));
    return pages;
  } finally {
    await product.end();
  }
}

/** Lines and, one press further and in words alone, the lines of the buttons under their answers. */
async function readAll(product: Product, lines: readonly string[]): Promise<Step[]> {
  const steps: Step[] = [];
  const asked = new Set<string>();
  const read = async (line: string, as: readonly Format[] = formats) => {
    asked.add(line);
    const reply = await product.ask(line, { person: reader });
    steps.push(await stepOf(line, reply, as));
    return reply;
  };
  for (const line of lines) {
    const reply = await read(line);
    for (const further of buttonsOf(reply)) if (!asked.has(further)) await read(further, ['text']);
  }
  return steps;
}

const buttonsOf = ({ paging, blocks }: Reply): string[] => [
  ...[paging?.next, paging?.previous].flatMap((line) => line ?? []),
  ...blocks.flatMap((block) => (block.type === 'choices' ? block.options.map(({ command }) => command) : [])),
];

async function askAll(product: Product, lines: readonly string[]): Promise<Step[]> {
  const steps: Step[] = [];
  for (const line of lines) steps.push(await stepOf(line, await product.ask(line)));
  return steps;
}

/** Examples by the first word of their commands, without those that ask the network. */
function deskwireExamples({ app }: Product): Map<string, string[]> {
  const [manage = [], edit = []] = app.slashes.map(({ id, commands: own }) =>
    own.flatMap(({ name, examples }) =>
      examples.map(({ line }) => ({ group: name.split(' ')[0] ?? '', line: `/${id} ${line}` })),
    ),
  );
  // What is written comes after the digests, and before the questions who has done what.
  const isDigest = ({ group }: { group: string }) => group === 'digest';
  const lines = [...manage.filter(isDigest), ...edit, ...manage.filter((one) => !isDigest(one))];
  const offline = lines.filter(({ line }) => !line.includes('https://'));
  const groups = Map.groupBy(offline, ({ group }) => group);
  return new Map([...groups].map(([group, all]) => [group, ofOneDigest(all.map(({ line }) => line))]));
}

/** The other examples are asked where the channel has one digest: without its name they mean that one. */
function ofOneDigest(lines: string[]): string[] {
  const last = lines.findLastIndex((line) => line.startsWith('/deskwire digest subscribe'));
  if (last < 0) return lines;
  return lines.toSpliced(
    last + 1,
    0,
    ...['weekly', 'custom'].map((name) => `/deskwire digest unsubscribe ${name}`),
  );
}

/** What `digest preview` prints: as it is, over a year, and of one topic and one country. */
async function previews({ app }: Product): Promise<Step[]> {
  const [service] = app.desks.all();
  if (!service) throw new Error('no desk');
  const { desk, entries } = service;
  const scope = scopeOf(service, 'reader', recordedNow);
  const { today } = scope;
  const steps: Step[] = [];
  for (const { days, topics = [], countries = [] } of previewed) {
    const span = await gatherWindow({ entries, publications: app.store.publications }, scope, days);
    const filter = { topics, countries };
    const edition = composeEdition(span, { desk, filter, from: 0, to: span.publications.length, today });
    const { zone } = desk.definition;
    const reply = glanceReply(edition, {
      ...{ format: 'full', zone, days: { from: addDays(today, 1 - days), to: today } },
      roundup: days >= 7,
    });
    const asked = ['digest preview centralasia', `--window ${days}d`, ...topics, ...countries].join(' ');
    steps.push(await digestStep(asked, reply));
  }
  return steps;
}

const previewed: { days: number; topics?: string[]; countries?: string[] }[] = [
  { days: 7 },
  { days: 365 },
  { days: 3650, topics: ['energy'] },
  { days: 3650, countries: ['KZ'] },
];
