import { bindingOf } from './ask.ts';
import { converse, say } from './converse.ts';
import type { Answer } from './deliver.ts';
import type { DeskSide } from './desk-side.ts';
import { cleanText } from './escape.ts';
import type { Incoming } from './incoming.ts';
import { ours } from './limits.ts';
import { readPress } from './press-state.ts';
import { note, sentences } from './sentences.ts';

export type Submit = Extract<Incoming, { kind: 'submit' }>;

const outcomes = { kept: sentences.thanks, known: sentences.knownReport, enough: sentences.enoughReports };

/** Puts a reader's report on the editors' list. */
export async function handleSubmit(desk: DeskSide, { origin, customId, words }: Submit): Promise<void> {
  const binding = bindingOf(origin);
  const action = readPress(customId, { actions: desk.actions, binding })?.action;
  const [about = '', entry = ''] = action?.text.split(/\/(.*)/s) ?? [];
  if (action?.kind !== 'report' || !about || !entry) return say(desk, origin, sentences.notYours);
  const text = cleanText(words).trim();
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
