import { LRUCache } from 'lru-cache';
import { heading, notice, privately } from '../../../src/command/answer/blocks.ts';
import type { Draft } from '../../../src/domain/draft.ts';
import type { Form } from '../../../src/domain/form.ts';
import { editLine } from '../../../src/domain/ports/answerer.ts';
import type { DraftView } from '../../../src/domain/ports/drafts.ts';
import type { Reply } from '../../../src/domain/reply.ts';
import type { NamedKind } from '../../../src/domain/sources/listed.ts';
import { asked, draftReply } from './draft-card.ts';
import type { Showing } from './options.ts';

/** So long a pasted text waits to be put right. */
const keptFor = 15 * 60 * 1000;
const mostForms = 100;

/**
 * Forms that came back with a fault before anything was made of them, by person: a platform that closes a form when it is
 * sent opens the same one again. Only in this process, and not for long: a pasted text is still where it was copied from.
 */
export class KeptForms {
  readonly #forms = new LRUCache<string, { form: Form; until: number }>({ max: mostForms });

  keep(person: string, form: Form, now: Date): void {
    this.#forms.set(person, { form, until: now.getTime() + keptFor });
  }

  get(person: string, id: string, now: Date): Form | undefined {
    const kept = this.#forms.get(person);
    return kept?.form.id === id && kept.until > now.getTime() ? kept.form : undefined;
  }

  forget(person: string): void {
    this.#forms.delete(person);
  }
}

/** What stands in a form. */
export const valuesIn = ({ fields }: Form): Record<string, string> =>
  Object.fromEntries(fields.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));

const returnMark = '.return';

/** What a form begins for which there is no draft yet. */
export interface Blank {
  desk: string;
  act: 'add' | 'source' | 'edit' | 'correct' | 'retract';
  type: 'fact' | 'brief' | NamedKind;
  entry?: string;
  /** Number of the question without an answer for which a fact is written. */
  gap?: string;
}

const blankMarks = {
  f: 'add fact',
  b: 'add brief',
  p: 'add person',
  h: 'add office',
  o: 'add organisation',
  l: 'add place',
  t: 'add topic',
  s: 'source fact',
  e: 'edit',
  c: 'correct',
  r: 'retract',
};

const gapMark = 'g';

/** As long as fits into a button of either platform; a form whose id is longer has its draft begun first. */
export const longestBlankId = 80;

/** `n.e.horn.rice-2005`: no draft is called so. */
export function blankId({ desk, act, type, entry, gap }: Blank): string {
  if (gap !== undefined) return ['n', gapMark, desk, gap].join('.');
  const wanted = entry === undefined ? `${act} ${type}` : act;
  const [mark] = Object.entries(blankMarks).find(([, name]) => name === wanted) ?? [];
  return ['n', mark, desk, ...(entry === undefined ? [] : [entry])].join('.');
}

export function readBlankId(form: string): Blank | undefined {
  const [, mark, desk, entry] = /^n\.([a-z])\.([^.]{1,64})(?:\.([^.]{1,80}))?$/.exec(form) ?? [];
  if (mark === gapMark && desk !== undefined && /^\d{1,10}$/.test(entry ?? ''))
    return { desk, act: 'add', type: 'fact', gap: entry as string };
  const [act, type = 'fact'] = (blankMarks[mark as keyof typeof blankMarks] ?? '').split(' ');
  if (!act || desk === undefined) return undefined;
  return { desk, act, type, ...(entry !== undefined && { entry }) } as Blank;
}

/** The form of a draft that is not begun, or of the one that the person has begun of the same entry. */
export function blankForm({ draft, form }: DraftView, id: string, { line }: Showing): Form | undefined {
  if (!form || draft.id !== '') return form && asked(form);
  const { act, type, entry } = draft;
  const gap = readBlankId(id)?.gap;
  const command =
    gap !== undefined
      ? `gaps write:${gap}`
      : act === 'add'
        ? `add ${type}`
        : act === 'source'
          ? 'add source'
          : `${act} ${entry}`;
  return { ...asked(form), id, opener: { label: 'Fill in', command: line(command) }, left: notKept };
}

const notKept = 'Nothing was kept: nothing was sent.';

/** Asks why a draft is returned. Its id tells it from the form in which the draft itself is written. */
export const returnForm = ({ id, desk }: Pick<Draft, 'id' | 'desk'>): Form => ({
  id: `${id}${returnMark}`,
  desk,
  title: `Return draft ${id}`,
  about: [],
  opener: { label: 'Return', command: editLine(`draft return ${id} desk:${desk}`) },
  fields: [
    {
      name: 'reason',
      label: 'Reason',
      hint: 'What is to be done; its author reads it',
      required: true,
      kind: { type: 'text', max: 400 },
    },
  ],
  left: 'What was written is not kept, and the draft is not returned: /deskwire-edit review shows it.',
  submit: 'Return',
});

/** The draft that a form returns; undefined for a form in which one is written. */
export const returned = (form: string): string | undefined =>
  form.endsWith(returnMark) ? form.slice(0, -returnMark.length) : undefined;

/** Asks in a form for which nothing is kept yet. */
export function blankReply(view: DraftView, blank: Blank, at: Showing): Reply {
  const form = blankForm(view, blankId(blank), at);
  if (!form || view.draft.id !== '') return { ...draftReply(view, at), ...(form && { form }) };
  const title = [form.title, blank.entry].filter(Boolean).join(' ');
  const [first, second] = form.fields;
  const begins = blank.gap === undefined ? form.opener?.command : at.line('add fact');
  // A correction says what is right beside what was wrong.
  const says = first?.name === 'correction' ? [second?.name, 'note'] : [first?.name];
  const how = [begins, ...says.map((name) => `${name}:"…"`)].join(' ');
  const blocks = [heading(title), notice('info', `In a form, or in one line: ${how}`)];
  return { ...privately({ outcome: 'question', blocks }), form };
}
