import { assertNever } from '../../../domain/errors.ts';
import { withTimeout } from '../../../runtime/async.ts';
import { limits, ownLimits } from '../limits.ts';
import { readPress, shorten } from '../render/buttons.ts';
import { cleanText } from '../render/markdown.ts';
import { handleCommand, handleMessageAction } from './command.ts';
import { type Answer, bindingOf, fromServer, type HandlerContext } from './context.ts';
import { handleForm } from './form.ts';
import { type Incoming, wordsField } from './incoming.ts';
import { handlePress } from './press.ts';
import { refuse, respond, respondText } from './respond.ts';
import { noteMessage, words } from './wording.ts';

/** The one way in for everything a person does on Discord. */
export async function handle(context: HandlerContext, incoming: Incoming): Promise<void> {
  const { origin } = incoming;
  const direct = origin.guild ? undefined : fromServer(context, incoming);
  if (direct) return handle(...direct);
  const isForeign = origin.guild && context.guilds && !context.guilds.includes(origin.guild);
  // Before anything is read: only servers, and only those that are served.
  if (!origin.guild || isForeign) {
    if (incoming.kind !== 'complete')
      return isForeign
        ? refuse(context, incoming, 'foreignGuild')
        : respondText(context, origin, words.directMessage);
    await context.sender.respond(origin, { type: 8, data: { choices: [] } });
    return;
  }
  switch (incoming.kind) {
    case 'command':
      return handleCommand(context, incoming);
    case 'message':
      return handleMessageAction(context, incoming);
    case 'complete':
      return handleComplete(context, incoming);
    case 'press':
      return handlePress(context, incoming);
    case 'submit':
      return handleSubmit(context, incoming);
    default:
      return assertNever(incoming);
  }
}

type Complete = Extract<Incoming, { kind: 'complete' }>;

/** Discord shows nothing after 3 s; a late list is worth as little as none. */
const patience = 2000;

/** Offers values for the option being typed. A failure is logged and offers nothing. */
async function handleComplete(context: HandlerContext, complete: Complete): Promise<void> {
  const { origin, option, typed, given } = complete;
  const most = limits.autocompleteChoices.max;
  const at = {
    desk: complete.desk,
    command: complete.command,
    option,
    typed: typed.slice(0, 200),
    given,
    ...bindingOf(origin),
  };
  const found = Promise.resolve()
    .then(() => context.answerer.complete(at, most))
    .catch((cause) => {
      context.logFailure(cause, 'a completion failed');
      return [];
    });
  const options = (await withTimeout(context.timers, patience, found)) ?? [];
  const choices = options
    // A value cannot be shortened: another would be asked for.
    .filter(({ command }) => command.trim() && command.length <= limits.choiceText.max)
    .slice(0, most)
    .map(({ label, command }) => ({
      name: shorten(label || command, limits.choiceText.max),
      value: command,
    }));
  const delivery = await context.sender.respond(origin, { type: 8, data: { choices } });
  if (!delivery.ok) {
    context.log.warn({ code: delivery.code }, 'autocomplete answer was late or refused');
  }
}

type Submit = Extract<Incoming, { kind: 'submit' }>;

const outcomes = { kept: words.thanks, known: words.knownReport, enough: words.enoughReports };

/** A form of ours, or a reader's report, which goes on the editors' list. */
async function handleSubmit(context: HandlerContext, submit: Submit): Promise<void> {
  const { origin, customId, values } = submit;
  const binding = bindingOf(origin);
  const action = readPress(customId, { actions: context.actions, binding })?.action;
  if (action?.kind === 'form') return handleForm(context, submit, action.text);
  const [about = '', entry = ''] = action?.text.split(/\/(.*)/s) ?? [];
  if (action?.kind !== 'report' || !about || !entry) return refuse(context, submit, 'notYours');
  const text = cleanText(values[wordsField] ?? '').trim();
  if (!text) return respondText(context, origin, words.emptyReport);
  if (text.length > ownLimits.reportWords) return respondText(context, origin, words.tooLong);
  const report = { desk: about, entry, reporter: binding.person, words: text, at: context.clock() };
  const kept = context.reports.add(report, `discord:${origin.id}`).then(
    (added) => noteMessage(outcomes[added], 'ok'),
    (cause) => noteMessage(words.failed(context.logFailure(cause, 'a report could not be kept')), 'failed'),
  );
  const work = kept.then(
    (message): Answer => ({ messages: [message], visibility: 'private', replaces: false }),
  );
  await respond(context, origin, work, { as: 'thinking', visibility: 'private' });
}
