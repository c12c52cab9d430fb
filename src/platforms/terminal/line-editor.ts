import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Interface } from 'node:readline';
import type { Choice, Paging } from '../../domain/reply.ts';
import { maxHistoryLineLength, maxHistoryLines } from './capabilities.ts';
import { cleanText } from './text.ts';

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
  if (turn) return turnPage(turn, offered);
  // A longer number may be a year.
  if (/^\d{1,3}$/.test(line)) return choose(Number(line), offered.choices);
  return { kind: 'ask', line, picked: false };
}

function turnPage(turn: 'next' | 'previous', { paging }: Offered): Typed {
  const command = paging?.[turn];
  if (command !== undefined) return { kind: 'ask', line: command, picked: true };
  if (!paging || paging.pages < 2) return { kind: 'say', text: 'There are no pages to turn.' };
  return { kind: 'say', text: turn === 'next' ? 'This is the last page.' : 'This is the first page.' };
}

function choose(number: number, choices: readonly Choice[]): Typed {
  const chosen = choices[number - 1];
  if (chosen) return { kind: 'ask', line: chosen.command, picked: true };
  if (choices.length === 0) return { kind: 'say', text: 'No numbered choice is open.' };
  const range = choices.length === 1 ? 'Only 1 can be chosen.' : `Choose from 1 to ${choices.length}.`;
  return { kind: 'say', text: range };
}

/** Lines typed before, the oldest first. No file is an empty history. */
export async function readHistory(file: string): Promise<string[]> {
  try {
    return keptHistory((await readFile(file, 'utf8')).split('\n'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Replaces the file in one step, readable by its owner only: questions can be as telling as answers. */
export async function writeHistory(file: string, lines: readonly string[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  // A draft left behind by a crash may have other permissions, which writing to it would keep.
  await rm(draft, { force: true });
  try {
    await writeFile(
      draft,
      keptHistory(lines)
        .map((line) => `${line}\n`)
        .join(''),
      { mode: 0o600, flag: 'wx' },
    );
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Lines come back onto the screen with the arrow keys, so they are cleaned like any other text. */
function keptHistory(lines: readonly string[]): string[] {
  const kept = lines.map((line) => cleanText(line).trim()).filter((line) => line !== '');
  return kept.filter((line) => line.length <= maxHistoryLineLength).slice(-maxHistoryLines);
}

/**
 * Keeps what is typed into `lines` in a file, as the questions that were asked: `2` means nothing tomorrow, the
 * command it stood for does. Resolves `saved` when the newest line is on disk.
 */
export function keepHistory(
  lines: Interface,
  file: string,
  read: (line: string) => Typed,
  report: (error: unknown) => void,
): { saved(): Promise<void> } {
  let saving = Promise.resolve();
  lines.on('history', (history) => {
    // readline hands out its own list, the newest first, so that it can be changed.
    const typed = read(history[0] ?? '');
    if (typed.kind === 'ask') history[0] = typed.line;
    else history.shift();
    const oldestFirst = history.toReversed();
    saving = saving.then(() => writeHistory(file, oldestFirst)).catch(report);
  });
  return { saved: () => saving };
}

/** What readline's completer returns: the candidates, and the part of the line that they replace. */
export type Completion = [candidates: string[], replaced: string];

/**
 * From whole lines that `line` may become to what Tab shows: only the words from where the lines begin to differ,
 * so that the list does not repeat the command before each name.
 */
export function tabCompletion(line: string, lines: readonly string[]): Completion {
  const clean = [...new Set(lines.map((candidate) => cleanText(candidate)))];
  const same = [line, ...clean].reduce(commonStart);
  const head = same.slice(0, same.lastIndexOf(' ') + 1);
  return [clean.map((candidate) => candidate.slice(head.length)), line.slice(head.length)];
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}
