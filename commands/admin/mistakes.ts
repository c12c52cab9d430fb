import { choices, heading, notice, privately } from '../../src/command/answer/blocks.ts';
import { type DeskService, scopeOf } from '../../src/command/define.ts';
import { refusal } from '../../src/command/refusals.ts';
import type { EntryBody } from '../../src/domain/entry.ts';
import { passingWords } from '../../src/domain/errors.ts';
import type { Form } from '../../src/domain/form.ts';
import type { Member, RoleOf } from '../../src/domain/ports/access.ts';
import { manageLine } from '../../src/domain/ports/answerer.ts';
import type { MistakeReports } from '../../src/domain/ports/chat.ts';
import type { FilledForm, FormOutcome, Forms } from '../../src/domain/ports/drafts.ts';
import type { Clock, Log } from '../../src/domain/ports/runtime.ts';
import { type Reply, textOf } from '../../src/domain/reply.ts';
import type { DigestDeps } from './digest/options.ts';

/** What may be wrong: one entry, or one of those that a digest lists. */
export type Mistaken = { desk: string; entry: string } | { delivery: string };

interface Reportable {
  desk: string;
  entries: readonly { id: string; title: string }[];
  /** The only one that it may be reported from. */
  channel?: string;
  /** The line that opens the form. */
  command: string;
}

/** Options of Discord's menus. */
const mostListed = 25;

const longestWords = 1000;

/** An id that tells the form from those of drafts and imports. */
const formId = (of: Mistaken): string => ('delivery' in of ? `m.${of.delivery}` : `m.${of.desk}.${of.entry}`);

function readFormId(form: string): Mistaken | undefined {
  const [, first, entry] = /^m\.([^.]{1,64})(?:\.([^.]{1,64}))?$/.exec(form) ?? [];
  if (first === undefined) return undefined;
  return entry === undefined ? { delivery: first } : { desk: first, entry };
}

/** Asks what is wrong, and of several entries in which. */
export function mistakeForm(of: Mistaken, { desk, entries, command }: Reportable): Form {
  const [only, ...others] = entries;
  return {
    id: formId(of),
    desk,
    title: 'Report a mistake',
    about: only && others.length === 0 ? [`${only.title} (${only.id})`] : [],
    opener: { label: 'Report a mistake', command },
    fields: [
      ...(others.length > 0
        ? [
            {
              name: 'entry',
              label: 'In which entry?',
              required: true,
              kind: {
                type: 'choice' as const,
                choices: entries.map(({ id, title }) => ({ value: id, label: title })),
                many: false,
              },
            },
          ]
        : []),
      {
        name: 'words',
        label: 'What is wrong, and how do you know?',
        hint: 'The editors of the desk read this. If you can, name a source that says otherwise.',
        required: true,
        kind: { type: 'text', max: longestWords },
      },
    ],
    left: 'Nothing was reported.',
    submit: 'Send',
  };
}

/** The same as an answer: where no form can be opened, a button opens it. */
export function mistakeReply(form: Form): Reply {
  const { desk, title, about, opener } = form;
  const says = about[0] ?? 'The form asks which entry it is, and what is wrong.';
  return {
    ...privately({
      outcome: 'question',
      desk,
      blocks: [heading(title), notice('info', says), ...choices('', opener ? [opener] : [])],
    }),
    personal: true,
    form,
  };
}

interface MistakeDeps {
  reports: Pick<MistakeReports, 'add'>;
  digests: Pick<DigestDeps, 'ledger' | 'subscriptions'>;
  service(desk: string): DeskService | undefined;
  roleOf: RoleOf;
  clock: Clock;
  log: Log;
  newErrorId(): string;
}

/** Handles the forms in which mistakes are reported; passes every other form to `others`. */
export function mistakeForms(deps: MistakeDeps, others: Forms): Forms {
  const { reports, digests, service, roleOf, clock } = deps;

  /** Undefined where there is nothing to report, or nothing that the person may see. */
  async function listed(of: Mistaken, member: Member): Promise<Reportable | undefined> {
    if ('delivery' in of) return listedInDigest(digests, of.delivery);
    const desk = service(of.desk);
    if (!desk) return undefined;
    const scope = scopeOf(desk, await roleOf(member, of.desk), clock());
    const found = await desk.entries.get(scope, of.entry);
    return found && listedEntry(of.desk, found.body);
  }

  async function fill(of: Mistaken, filled: FilledForm): Promise<FormOutcome> {
    const { values, person, interaction } = filled;
    const about = await listed(of, filled);
    if (!about || (about.channel !== undefined && about.channel !== filled.channel))
      return answered(refusal('not_found', 'There is nothing to report there any more.'));
    const { desk, entries } = about;
    const [only, ...further] = entries;
    const entry = further.length > 0 ? values.entry : only?.id;
    const words = values.words?.trim() ?? '';
    const faults: Record<string, string | undefined> = {
      entry: entries.some(({ id }) => id === entry) ? undefined : 'Choose one of the entries.',
      words: faultOfWords(words, filled.complete),
    };
    const form = mistakeForm(of, about);
    const fields = form.fields.map((field) => {
      const [value, fault] = [values[field.name], faults[field.name]];
      return { ...field, ...(value && { value }), ...(fault && { fault }) };
    });
    if (entry === undefined || !filled.complete || fields.some((field) => field.fault))
      return { outcome: 'kept', form: { ...form, fields } };
    const report = { desk, entry, reporter: person, words, at: clock() };
    return answered(refusal('ok', thanks[await reports.add(report, interaction)]));
  }

  return {
    async fill(filled) {
      const of = readFormId(filled.form);
      if (!of) return others.fill(filled);
      return fill(of, filled).catch((err: unknown) => {
        const errorId = deps.newErrorId();
        deps.log.error({ err, errorId, person: filled.person }, 'a report could not be kept');
        const says = `Something went wrong here, and the report was not kept. If it happens again, give an admin this number: ${errorId}`;
        return answered(refusal('failed', passingWords(err) ?? says));
      });
    },
    async open(form, by) {
      const of = readFormId(form);
      if (!of) return others.open(form, by);
      const about = await listed(of, by).catch((err: unknown) => {
        deps.log.error({ err, errorId: deps.newErrorId(), person: by.person }, 'opening a form failed');
        return undefined;
      });
      return about && mistakeForm(of, about);
    },
  };
}

function faultOfWords(words: string, isComplete: boolean): string | undefined {
  if (words.length > longestWords)
    return `Please keep it to ${longestWords.toLocaleString('en')} characters.`;
  return words === '' && isComplete ? 'Please say in a few words what is wrong.' : undefined;
}

const answered = (reply: Reply): FormOutcome => ({ outcome: 'answered', reply });

const thanks = {
  kept: 'Thank you. Your report is with the editors.',
  known: 'Thank you. This report is with the editors already.',
  enough:
    'Thank you. The editors have several reports of yours on this entry from today, so this one was not added. Please wait until tomorrow with more.',
};

/** What the messages of a digest list; undefined where there is no such digest. */
export async function listedInDigest(
  { ledger, subscriptions }: Pick<DigestDeps, 'ledger' | 'subscriptions'>,
  id: string,
): Promise<Reportable | undefined> {
  const delivery = await ledger.delivery(id);
  const subscription = delivery && (await subscriptions.get(delivery.subscription));
  if (!subscription) return undefined;
  const items = delivery.parts.flatMap(({ reply }) =>
    reply.blocks.flatMap((block) => (block.type === 'entries' ? block.items : [])),
  );
  const titles = new Map(items.map((item) => [item.id, textOf(item.row?.text ?? item.headline)]));
  return {
    desk: subscription.desk,
    channel: delivery.channel,
    entries: [...titles].map(([entry, title]) => ({ id: entry, title })).slice(0, mostListed),
    command: manageLine(`digest more ${id} mistake:yes`),
  };
}

export const listedEntry = (desk: string, { id, title }: Pick<EntryBody, 'id' | 'title'>): Reportable => ({
  desk,
  entries: [{ id, title }],
  command: `/${desk} brief ${id} mistake:yes`,
});
