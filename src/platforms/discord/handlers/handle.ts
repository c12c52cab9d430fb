import { assertNever } from '../../../domain/errors.ts';
import { limits, ours } from '../limits.ts';
import { readPress, shorten } from '../render/buttons.ts';
import { cleanText } from '../render/markdown.ts';
import { within } from '../rest.ts';
import { bindingOf } from './ask.ts';
import { handleCommand } from './command.ts';
import { type DeskSide, fromServer } from './context.ts';
import type { Answer } from './deliver.ts';
import { takeForm } from './form.ts';
import { type Incoming, wordsField } from './incoming.ts';
import { handlePress } from './press.ts';
import { converse, refuse, say } from './respond.ts';
import { note, sentences } from './sentences.ts';

/** The one way in for everything a person does on Discord. */
export async function handle(desk: DeskSide, incoming: Incoming): Promise<void> {
  const { origin } = incoming;
  const direct = origin.guild ? undefined : fromServer(desk, incoming);
  if (direct) return handle(...direct);
  const isForeign = origin.guild && desk.guilds && !desk.guilds.includes(origin.guild);
  // Before anything is read: only servers, and only those that are served.
  if (!origin.guild || isForeign) {
    if (incoming.kind !== 'complete')
      return isForeign ? refuse(desk, incoming, 'foreignGuild') : say(desk, origin, sentences.directMessage);
    await desk.sender.respond(origin, { type: 8, data: { choices: [] } });
    return;
  }
  switch (incoming.kind) {
    case 'command':
      return handleCommand(desk, incoming);
    case 'complete':
      return handleComplete(desk, incoming);
    case 'press':
      return handlePress(desk, incoming);
    case 'submit':
      return handleSubmit(desk, incoming);
    default:
      return assertNever(incoming);
  }
}

type Complete = Extract<Incoming, { kind: 'complete' }>;

/** Discord shows nothing after 3 s; a late list is worth as little as none. */
const patience = 2000;

/** Offers values for the option being typed. A failure is logged and offers nothing. */
async function handleComplete(desk: DeskSide, complete: Complete): Promise<void> {
  const { origin, option, typed, given } = complete;
  const most = limits.autocompleteChoices.max;
  const at = {
    desk: complete.desk,
    command: complete.command,
    option,
    typed: typed.slice(0, 200),
    given,
    channel: bindingOf(origin).channel,
  };
  const found = Promise.resolve()
    .then(() => desk.answerer.complete(at, most))
    .catch((cause) => {
      desk.failure(cause, 'a completion failed');
      return [];
    });
  const options = (await within(desk.timers, patience, found)) ?? [];
  const choices = options
    // A value cannot be shortened: another would be asked for.
    .filter(({ command }) => command.trim() && command.length <= limits.choiceText.max)
    .slice(0, most)
    .map(({ label, command }) => ({
      name: shorten(label || command, limits.choiceText.max),
      value: command,
    }));
  const delivery = await desk.sender.respond(origin, { type: 8, data: { choices } });
  if (!delivery.ok) {
    desk.log.warn({ code: delivery.code }, 'a completion came too late or was refused');
  }
}

type Submit = Extract<Incoming, { kind: 'submit' }>;

const outcomes = { kept: sentences.thanks, known: sentences.knownReport, enough: sentences.enoughReports };

/** A form of ours, or a reader's report, which goes on the editors' list. */
async function handleSubmit(desk: DeskSide, submit: Submit): Promise<void> {
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
