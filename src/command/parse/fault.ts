import type { z } from 'zod';
import type { Choice } from '../../domain/reply.ts';
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

/** Why a line cannot be answered as it stands, and what to write instead. */
export interface Fault {
  code: FaultCode;
  /** What is wrong, in a sentence. */
  says: string;
  /** What to write, in a sentence; none when the choices say it. */
  write?: string;
  /** Readings to choose from: values that join those already understood, or a whole line. */
  choices: (FaultChoice | Choice)[];
}

export interface FaultChoice {
  label: string;
  set: Partial<Values>;
}

export function fault(code: FaultCode, says: string, write?: string, choices: Fault['choices'] = []): Fault {
  return { code, says, ...(write !== undefined && { write }), choices };
}

/** Typed words as they are quoted in an answer, shortened when long. */
export function quoted(text: string): string {
  const letters = [...text];
  return `“${letters.length > 60 ? `${letters.slice(0, 60).join('')}…` : text}”`;
}

/** What is said of a name that is nobody's here: `The desk has no person “putin”.` */
export function unknownName(kind: string, typed: string): string {
  return `The desk ${kind === 'country' ? 'knows' : 'has'} no ${kind} ${quoted(typed)}.`;
}

/** What is wrong with a value that its schema refuses, and what to write instead. */
export function badValue(option: string, { issues }: z.ZodError): [says: string, write: string] {
  const [issue] = issues;
  if (issue?.code === 'too_big' && issue.origin === 'string') {
    const most = Number(issue.maximum).toLocaleString('en-GB');
    return [`${option} holds at most ${most} characters.`, 'Please write less.'];
  }
  return [`What stands for ${option} cannot be read.`, 'Please write it another way.'];
}
