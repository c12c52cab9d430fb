import { allows, type Role } from '../domain/identity.ts';
import { appCommands } from '../domain/ports/answerer.ts';
import type { Log } from '../domain/ports/runtime.ts';
import type { Block, Choice, Outcome, Reply } from '../domain/reply.ts';
import { capital } from '../domain/text.ts';
import { choices, spansOf, type Words } from './answer/blocks.ts';
import type { CommandShape } from './define.ts';
import { lineFor, type Values } from './line.ts';
import type { Fault } from './parse/fault.ts';

/** Reply to an unreadable line: the fault, its fix, and lines to choose from. */
export function faultReply(
  fault: Fault,
  at: { slash: string; desk?: string; definition: CommandShape; values: Values; notices: Block[] },
): Reply {
  const options = fault.choices.map((choice) =>
    'command' in choice
      ? choice
      : { label: choice.label, command: lineFor(at.slash, at.definition, { ...at.values, ...choice.set }) },
  );
  const asks = fault.code === 'ambiguous' || fault.code === 'twice';
  const says = [fault.says, fault.write].filter(Boolean).join(' ');
  const outcome = asks ? 'question' : fault.code === 'unknown_name' ? 'not_found' : 'invalid';
  const reply = refusal(outcome, says, asks ? 'Which one?' : promptFor(fault), options);
  return { ...reply, ...(at.desk && { desk: at.desk }), blocks: [...at.notices, ...reply.blocks] };
}

/** Reply to a person without the right; `needed` goes to the log: a role, or what is needed in words. */
export const forbidden = (needed: string, says: Words): Reply => ({
  ...sentence('forbidden', says),
  needed,
});

/** Reply to a person who came too late, because somebody else acted or changed the subject. It is logged. */
export const tooLate = (says: Words, prompt?: string, options?: Choice[]): Reply => ({
  ...sentence('invalid', says, prompt, options),
  needed: 'that nobody was quicker',
});

/** A short reply, with lines to choose from if any. */
export const refusal = (
  outcome: Exclude<Outcome, 'forbidden'>,
  says: Words,
  prompt?: string,
  options?: Choice[],
): Reply => sentence(outcome, says, prompt, options);

function sentence(outcome: Outcome, says: Words, prompt = '', options: Choice[] = []): Reply {
  // A question or plain answer is no warning.
  const tone = outcome === 'question' || outcome === 'ok' ? 'info' : 'warning';
  const blocks: Block[] = [{ type: 'notice', tone, spans: spansOf(says) }];
  if (options.length > 0) blocks.push({ type: 'choices', prompt, options });
  return { version: 2, outcome, visibility: 'private', blocks, citations: [] };
}

export const noDesk =
  'No desk is served: there is none yet, or its files have faults. On its machine, npm run -s deskwire -- doctor says which.';

/** A refusal with suggestions, if any. */
export const refusalSuggesting = (
  outcome: Exclude<Outcome, 'forbidden'>,
  says: Words,
  options: Choice[],
): Reply => refusal(outcome, says, didYouMean, options);

/** Suggested lines within an answer. */
export const meantLines = (options: Choice[]): Block[] => choices(didYouMean, options);

const didYouMean = 'Did you mean';

/** Reply to an unknown command: suggestions, and a button for help. */
export function unknownCommand(says: string, meant: readonly Choice[], help: Choice): Reply {
  return refusalSuggesting('invalid', says, [...meant.slice(0, 5), help]);
}

function promptFor({ code }: Fault): string {
  return code === 'missing' ? 'For example' : didYouMean;
}

/** What a person tried: a command, a button's command or a form. */
export interface Tried {
  person: string;
  /** Missing: not about a desk. */
  desk?: string | undefined;
  command: string;
  /** Their role there; missing: not checked. */
  held?: Role | undefined;
}

/** The one place that checks roles. Undefined if allowed, otherwise the refusal. */
export function checkRole(
  { person, command, held }: Tried & { held: Role },
  needed: Role,
): Reply | undefined {
  if (allows(held, needed)) return undefined;
  const says = `${command} is for the role ${needed} and above; you are ${/^[aeiou]/.test(held) ? 'an' : 'a'} ${held} here.`;
  return forbidden(needed, `${capital(says)} ${howToBecome(person, needed)}`);
}

/** In the terminal the person has shell access. */
const howToBecome = (person: string, needed: Role): string =>
  person === 'terminal'
    ? `On the host: npm run -s deskwire -- roles grant terminal ${needed}, or for one line: run "…" --as ${needed}`
    : 'An admin can grant roles.';

/** Logs a refusal once, without the text typed. Returns it. */
export function logRefusal(
  log: Log,
  { person, desk = appCommands.manage, command, held }: Tried,
  reply: Reply,
): Reply {
  const { needed } = reply;
  if (needed !== undefined) log.warn({ person, desk, command, needed, held }, 'command refused');
  return reply;
}
