import type { Choice, Paging } from '../../domain/reply.ts';

/** What the last answer left to go on with. */
export interface Offered {
  choices: readonly Choice[];
  paging?: Paging | undefined;
}

/** What a typed line asks of the prompt. `say`: the prompt itself has the answer. */
export type Typed =
  | { kind: 'nothing' }
  | { kind: 'leave' }
  | { kind: 'ask'; line: string; picked: boolean }
  | { kind: 'say'; text: string };

const turns: Readonly<Record<string, 'next' | 'previous'>> = {
  n: 'next',
  next: 'next',
  p: 'previous',
  previous: 'previous',
  prev: 'previous',
};

/** Reads a line as the prompt does: a number picks an option, a few words page or leave, the rest is a question. */
export function readTyped(typed: string, offered: Offered): Typed {
  const line = typed.trim();
  const word = line.toLowerCase();
  if (line === '') return { kind: 'nothing' };
  if (word === 'exit' || word === 'quit') return { kind: 'leave' };
  const turn = Object.hasOwn(turns, word) ? turns[word] : undefined;
  if (turn) return page(turn, offered);
  // Without options on offer a number is part of a question, such as a year.
  if (/^\d{1,3}$/.test(line) && offered.choices.length > 0) return choose(Number(line), offered.choices);
  return { kind: 'ask', line, picked: false };
}

function page(turn: 'next' | 'previous', { paging }: Offered): Typed {
  const command = paging?.[turn];
  if (command !== undefined) return { kind: 'ask', line: command, picked: true };
  if (!paging || paging.pages < 2) return { kind: 'say', text: 'There are no pages to turn.' };
  return { kind: 'say', text: turn === 'next' ? 'This is the last page.' : 'This is the first page.' };
}

function choose(number: number, choices: readonly Choice[]): Typed {
  const chosen = choices[number - 1];
  if (chosen) return { kind: 'ask', line: chosen.command, picked: true };
  const range = choices.length === 1 ? 'Only 1 can be chosen.' : `Choose from 1 to ${choices.length}.`;
  return { kind: 'say', text: range };
}
