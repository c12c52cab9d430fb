import { bindingOf } from './ask.ts';
import { converse, refuse, say } from './converse.ts';
import type { Answer } from './deliver.ts';
import type { DeskSide } from './desk-side.ts';
import { cleanText } from './escape.ts';
import { takeForm } from './form.ts';
import { type Incoming, wordsField } from './incoming.ts';
import { ours } from './limits.ts';
import { readPress } from './press-state.ts';
import { note, sentences } from './sentences.ts';

export type Submit = Extract<Incoming, { kind: 'submit' }>;

const outcomes = { kept: sentences.thanks, known: sentences.knownReport, enough: sentences.enoughReports };

/** A form of ours, or a reader's report, which goes on the editors' list. */
export async function handleSubmit(desk: DeskSide, submit: Submit): Promise<void> {
  const { origin, customId, values } = submit;
  const binding = bindingOf(origin);
  const action = readPress(customId, { actions: desk.actions, binding })?.action;
  if (action?.kind === 'form') return takeForm(desk, submit, action.text);
  const [about = '', entry = ''] = action?.text.split(/\/(.*)/s) ?? [];
  if (action?.kind !== 'report' || !about || !entry) return refuse(desk, submit, 'notYours');
  const text = cleanText(values[wordsField] ?? '').trim();
  if (!text) return say(desk, origin, sentences.emptyReport);
  if (text.length > ours.reportWords) return say(desk, origin, sentences.tooLong);
  const report = { desk: about, entry, reporter: binding.person, words: text, at: desk.clock() };
  const kept = desk.reports.add(report, `discord:${origin.id}`).then(
    (added) => note(outcomes[added], 'ok'),
    (cause) => note(sentences.failed(desk.failure(cause, 'a report could not be kept')), 'failed'),
  );
  const work = kept.then(
    (message): Answer => ({ messages: [message], visibility: 'private', replaces: false }),
  );
  await converse(desk, origin, work, { as: 'thinking', visibility: 'private' });
}
