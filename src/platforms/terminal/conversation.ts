import { inWords } from '../../domain/desk.ts';
import { assertNever } from '../../domain/errors.ts';
import type { Form } from '../../domain/form.ts';
import { type Answerer, manageLine } from '../../domain/ports/answerer.ts';
import type { FilledForm, FormOutcome } from '../../domain/ports/drafts.ts';
import { type Block, type Reply, shownIn, textOf } from '../../domain/reply.ts';
import { makeInk, type TerminalSettings } from './capabilities.ts';
import {
  afterLook,
  howToFill,
  isLong,
  lineInForm,
  type Questions,
  question,
  questionsOf,
  takeLine,
  toldWhenLeft,
  writtenIn,
  writtenSoFar,
} from './form-questions.ts';
import { type Offered, readTyped, type Typed } from './line-editor.ts';
import { choicesIn, renderText } from './render.ts';
import { cleanText, cleanTyped } from './text.ts';

export interface Conversation {
  /** How a line would be read now. */
  read(line: string): Typed;
  /** Whole lines that a line may become where a form asks for names; undefined elsewhere. */
  complete(line: string): string[] | undefined;
  /** Keeps what was written into a form that is still open. Never rejects. */
  leave(): Promise<void>;
  /** How to leave now what is asked, and the prompt. */
  waysOut(): string;
  /** What stands before the next line that is typed: a form that asks shows itself. */
  prompt(): string;
  /** Answers a line with text to print; undefined when the reader takes leave. Never rejects. */
  take(line: string, settings: TerminalSettings): Promise<string | undefined>;
}

/** `complete`: false when the form was left before its end. */
export type FilledHere = Pick<FilledForm, 'form' | 'complete'> & {
  values: Readonly<Record<string, string>>;
};

export type LookHere = (filled: {
  form: string;
  values: Record<string, string>;
}) => Promise<Form | undefined>;

/** What a conversation asks of the desk. */
interface Desk {
  answer(line: string): Promise<Reply>;
  /** Takes what was filled into a form; none: forms are not asked here. */
  fill?(filled: FilledHere): Promise<FormOutcome>;
  /** The form as it would come back with what is written so far. */
  look?: LookHere;
  /** Names of a desk that what is typed may become. */
  names?: Answerer['names'];
  /** What the same process serves besides; missing: `exit` leaves without asking. */
  others?: readonly string[] | undefined;
}

/** A reader's lines and the answers to them; remembers what the last answer offered, and asks for what a form lacks. */
export function startConversation(desk: Desk, reportFault: (error: unknown) => void): Conversation {
  let offered: Offered = { choices: [] };
  let asking: Questions | undefined;
  /** What the last answer offers and its form keeps back: while it asks, a number answers it and presses nothing. */
  let held: Reply | undefined;
  /** The last line ended a form, so that `exit` may be meant for it; or `exit` was typed, and has to be once more. */
  let before: 'form' | 'exit' | undefined;

  const guarded = async <T>(work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      reportFault(error);
      return otherwise;
    }
  };

  /** The answer, and the first question of the form it brings. */
  function show(reply: Reply, settings: TerminalSettings): string {
    // What an answer to a slip of the hand does not replace stays on offer.
    if (reply === failedReply)
      return [renderText(reply, settings), released(settings)].filter(Boolean).join('\n');
    const shown = shownIn(reply);
    offered = { choices: choicesIn(shown.blocks), paging: reply.paging };
    const asks = reply.form && desk.fill;
    held = asks && offered.choices.length > 0 ? choicesOf(shown) : undefined;
    if (!reply.form || !desk.fill) return renderText(reply, settings);
    const text = renderText(withoutChoices(reply), settings);
    return `${text}\n\n${begin(notSaidAgain(reply.form, reply), settings)}`;
  }

  /** What was kept back, once no form asks. */
  function released(settings: TerminalSettings): string {
    const text = held ? renderText(held, settings) : '';
    held = undefined;
    return text;
  }

  function begin(form: Form, settings: TerminalSettings): string {
    asking = questionsOf(form);
    const about = form.about.map(cleanLines);
    const later = held ? choicesIn(held.blocks).map(cleanLabel) : [];
    const how = [howToFill(form), ...(later.length > 0 ? [`After exit: ${later.join(', ')}.`] : [])];
    const ink = makeInk(settings.colour);
    return [...about, ...how.map((line) => ink(line, 'faint')), '', cleanLines(asked(asking))].join('\n');
  }

  /** The question, with the names that answer it where the desk has few, or the first of many. */
  function asked(questions: Questions): string {
    const [field] = questions.ahead;
    if (field?.kind.type !== 'name' || questions.lines.length > 0) return question(questions);
    const { kinds } = field.kind;
    const found =
      desk.names?.({ desk: questions.form.desk, kinds, typed: '' }, namesOnTab + 1).map(cleanLabel) ?? [];
    const few = found.length <= namesOnTab;
    return question(questions, few ? found : [...found.slice(0, namesShown), 'others']);
  }

  async function takeAnswer(current: Questions, line: string, settings: TerminalSettings): Promise<string> {
    const clean = current.ahead[0]?.kind.type === 'text' ? cleanTyped : cleanText;
    const taken = takeLine(current, clean(line));
    if (taken.next === 'question') {
      const { questions } = taken;
      const isAnswered = questions.lines.length === 0 && taken.said === undefined;
      const judged = isAnswered
        ? await guarded(async () => desk.look?.(writtenSoFar(questions)), undefined)
        : undefined;
      asking = judged ? afterLook(current, questions, judged) : questions;
      return cleanLines([taken.said, asked(asking)].filter(Boolean).join('\n'));
    }
    asking = undefined;
    const outcome = await guarded(
      async () => desk.fill?.({ form: current.form.id, values: taken.values, complete: true }),
      undefined,
    );
    if (!outcome) return show(failedReply, settings);
    if (outcome.outcome === 'answered') return show(outcome.reply, settings);
    return begin(outcome.form, settings);
  }

  /** What is written so far is kept. Gives what to say of it. */
  async function leaveForm(current: Questions): Promise<string> {
    asking = undefined;
    const written = writtenIn(current);
    if (Object.keys(written).length === 0) return '';
    const kept = await guarded(
      async () => desk.fill?.({ form: current.form.id, values: written, complete: false }),
      undefined,
    );
    return kept?.outcome === 'kept' ? cleanLines(toldWhenLeft(kept.form)) : '';
  }

  return {
    read: (line) =>
      asking && lineInForm(asking, line) !== 'command' ? { kind: 'nothing' } : readTyped(line, offered),
    complete(line) {
      const field = asking?.ahead[0];
      if (!asking || field?.kind.type !== 'name' || lineInForm(asking, line) === 'command') return undefined;
      const { kinds, many } = field.kind;
      const end = many ? line.lastIndexOf(',') + 1 : 0;
      const typed = line.slice(end).trimStart();
      const kept = line.slice(0, line.length - typed.length);
      const found = desk.names?.({ desk: asking.form.desk, kinds, typed }, namesOnTab) ?? [];
      return found.map(({ label }) => kept + label);
    },
    async leave() {
      if (asking) await leaveForm(asking);
    },
    waysOut: () => waysOut(asking, desk.others),
    prompt: () => (asking ? (asking.lines.length > 0 ? 'more> ' : 'answer> ') : 'deskwire> '),
    async take(line, settings) {
      const is = asking && lineInForm(asking, line);
      const last = before;
      before = undefined;
      if (asking && is === 'answer') {
        const shown = await takeAnswer(asking, line, settings);
        before = asking ? undefined : 'form';
        return shown;
      }
      const left = asking ? await leaveForm(asking) : '';
      if (is === 'exit') {
        const told = makeInk(settings.colour)(left || 'The form is left.', 'faint');
        return [told, released(settings)].filter(Boolean).join('\n\n');
      }
      const typed = readTyped(line, offered);
      switch (typed.kind) {
        case 'nothing':
          return '';
        case 'leave': {
          const asks = desk.others && last !== 'exit' && (desk.others.length > 0 || last === 'form');
          if (!asks) return undefined;
          before = 'exit';
          const says = `exit ends Deskwire${alsoFor(desk.others)}: type it once more.`;
          return renderText(ownReply(says), settings);
        }
        case 'say':
          return renderText(ownReply(typed.text), settings);
        case 'ask': {
          const reply = await guarded(() => desk.answer(typed.line), failedReply);
          const echo = makeInk(settings.colour)(`> ${cleanText(typed.line)}`, 'faint');
          const before = [
            ...(left ? [makeInk(settings.colour)(left, 'faint')] : []),
            ...(typed.picked ? [echo] : []),
          ];
          return [...before, show(reply, settings)].join('\n\n');
        }
        default:
          return assertNever(typed);
      }
    },
  };
}

/** The form follows its answer at once: what that has said is not said above the first question too. */
function notSaidAgain(form: Form, { blocks }: Reply): Form {
  const said = blocks.map((block) => ('spans' in block ? textOf(block.spans) : ''));
  return { ...form, about: form.about.filter((words) => !said.includes(words)) };
}

const isChoices = ({ type }: Block) => type === 'choices';
const withoutChoices = (reply: Reply): Reply => ({
  ...reply,
  blocks: reply.blocks.filter((block) => !isChoices(block)),
});
const choicesOf = ({ version, outcome, visibility, blocks }: Reply): Reply => ({
  version,
  outcome,
  visibility,
  citations: [],
  blocks: blocks.filter(isChoices),
});

/** As many as a terminal shows without asking whether to show them all. */
const namesOnTab = 20;

/** Of more than that. */
const namesShown = 8;

const cleanLabel = ({ label }: { label: string }) => cleanText(label);

/** Nothing in a form's words can move the cursor or colour the terminal; its lines stay lines. */
const cleanLines = (text: string) =>
  text
    .split('\n')
    .map((line) => (/^ */.exec(line)?.[0] ?? '') + cleanText(line.trimStart()))
    .join('\n');

/** The ways out, for whoever pressed Ctrl-C once. */
function waysOut(asking: Questions | undefined, others: readonly string[] = []): string {
  if (!asking && others.length > 0) return `Ctrl-C once more or Ctrl-D ends Deskwire${alsoFor(others)}.`;
  if (!asking) return 'Ctrl-C once more, Ctrl-D or exit leaves.';
  const [field] = asking.ahead;
  const word = asking.lines.length > 0 && field && isLong(field) ? `A line ${manageLine('').trim()}` : 'exit';
  return `${word} leaves the form; Ctrl-C once more or Ctrl-D leaves altogether.`;
}

const alsoFor = (others: readonly string[] = []) =>
  others.length > 0 ? `, also for ${inWords(others)}` : '';

/** What the prompt itself has to say, as a reply so that it looks like every other. */
function ownReply(text: string, outcome: Reply['outcome'] = 'invalid'): Reply {
  const tone = outcome === 'failed' ? 'warning' : 'info';
  return {
    version: 1,
    outcome,
    visibility: 'private',
    blocks: [{ type: 'notice', tone, spans: [{ text }] }],
    citations: [],
  };
}

/** For an exception, which is a bug or broken I/O: its text is for the log and not for the reader. */
const failedReply = ownReply(
  'That could not be answered: something broke on the way. The log has the details; the desk is still here.',
  'failed',
);
