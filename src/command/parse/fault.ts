import type { z } from 'zod';
import { editLine } from '../../domain/ports/answerer.ts';
import { type Name, nameLists } from '../../domain/ports/names.ts';
import type { Choice } from '../../domain/reply.ts';
import { isNamed } from '../../domain/sources/listed.ts';
import { quoted } from '../../domain/text.ts';
import type { Values } from '../line.ts';

type FaultCode =
  | 'too_long'
  | 'unknown_word'
  | 'unknown_option'
  | 'unknown_name'
  | 'ambiguous'
  | 'twice'
  | 'missing'
  | 'no_value'
  | 'bad_day'
  | 'bad_number'
  | 'bad_choice'
  | 'bad_value'
  | 'wrong_order';

/** Why a line cannot be answered, and what to write instead. */
export interface Fault {
  code: FaultCode;
  /** The fault, as a sentence. */
  says: string;
  /** The fix, as a sentence; missing if the choices show it. */
  write?: string;
  /** Suggestions: values to add to those already understood, or whole lines. */
  choices: (FaultChoice | Choice)[];
}

export interface FaultChoice {
  label: string;
  set: Partial<Values>;
}

export function fault(code: FaultCode, says: string, write?: string, choices: Fault['choices'] = []): Fault {
  return { code, says, ...(write !== undefined && { write }), choices };
}

/** `The desk has no person “putin”.` */
export function unknownName(kind: string, typed: string): string {
  return `The desk ${kind === 'country' ? 'knows' : 'has'} no ${kind} ${quoted(typed)}.`;
}

/** How a name comes to a desk. `kind`: where one of a kind is asked for. */
export const howToAdd = (kind?: string): string =>
  kind !== undefined && isNamed(kind)
    ? `An editor adds ${nameLists[kind]} with ${editLine(`add ${kind}`)}.`
    : `An editor adds names with ${editLine('add')}.`;

/** `“Kazan” is a place in Russia or Turkey, none of this desk.` */
export function placeElsewhere(typed: string, countries: readonly Name[]): string {
  const [only] = countries;
  if (only?.covered && countries.length === 1)
    return `${quoted(typed)} is a place in ${only.label} that this desk does not list.`;
  return `${quoted(typed)} is a place in ${countries.map(({ label }) => label).join(' or ')}, none of this desk.`;
}

/** Fault and fix for a value that its schema rejects. */
export function badValue(option: string, { issues }: z.ZodError): [says: string, write: string] {
  const [issue] = issues;
  if (issue?.code === 'too_big' && issue.origin === 'string') {
    const most = Number(issue.maximum).toLocaleString('en-GB');
    return [`${option} holds at most ${most} characters.`, 'Please write less.'];
  }
  return [`What stands for ${option} cannot be read.`, 'Please write it another way.'];
}
