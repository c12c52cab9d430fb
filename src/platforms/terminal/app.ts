import { clearLine, createInterface, cursorTo, type Interface } from 'node:readline';
import type { Answerer } from '../../domain/ports/answerer.ts';
import type { FormOutcome } from '../../domain/ports/drafts.ts';
import type { Reply } from '../../domain/reply.ts';
import {
  makeInk,
  maxHistoryLines,
  readableWidth,
  type StreamFacts,
  type TerminalSettings,
} from './capabilities.ts';
import { type Conversation, type FilledHere, type LookHere, startConversation } from './conversation.ts';
import { type Completion, keepHistory, readHistory, tabCompletion } from './line-editor.ts';

export interface PromptOptions {
  answer(text: string): Promise<Reply>;
  /** Takes what was filled into a form; none: forms are not asked here. */
  fill?(filled: FilledHere): Promise<FormOutcome>;
  /** The form as it would come back, to tell what is wrong at the answer itself. */
  look?: LookHere;
  /** Names of a desk that what is typed into a form may become. */
  names?: Answerer['names'];
  /** Whole lines that `line` may become. */
  complete(line: string): Promise<string[]>;
  input: NodeJS.ReadableStream & { isTTY?: boolean | undefined };
  output: NodeJS.WritableStream & StreamFacts;
  historyFile: string;
  settings: TerminalSettings;
  /** Platforms that the same process serves: at a terminal `exit` is asked for twice then. */
  others?: readonly string[];
  /** The reader has left: exit, Ctrl-D, Ctrl-C twice or the end of piped input. Not called after `stop()`. */
  onExit(): void;
  /** An answer that threw, or a history that cannot be read or kept; the prompt goes on. */
  reportFault?(error: unknown): void;
}

export interface Prompt {
  /** Prints above the line that is being typed, which stays as it is. */
  show(text: string): void;
  /**
   * Gives the terminal back at once and takes no more lines. Resolves when the answer under way is printed, or
   * after `grace` milliseconds without it.
   */
  stop(grace?: number): Promise<void>;
}

/**
 * Asks and answers until the reader leaves. With a terminal on both sides there is a prompt, history and Tab;
 * otherwise each line of the input is answered in turn and nothing else is printed.
 */
export async function startPrompt(options: PromptOptions): Promise<Prompt> {
  const { input, output, settings, historyFile } = options;
  const interactive = Boolean(input.isTTY && output.isTTY);
  const report = (error: unknown) => options.reportFault?.(error);
  const others = interactive ? (options.others ?? []) : undefined;
  const conversation = startConversation({ ...options, others }, report);
  const lines = interactive
    ? await openTerminal(options, conversation, report)
    : createInterface({ input, terminal: false });
  const history = interactive ? keepHistory(lines, historyFile, conversation.read, report) : undefined;

  let closed = false;
  let silent = false;
  let takesLines = true;
  let exits = true;
  let printed = false;
  let queue = Promise.resolve();

  const ask = () => {
    if (!interactive || closed) return;
    lines.setPrompt(makeInk(settings.colour)(conversation.prompt(), 'number'));
    lines.prompt(true);
  };

  const print = (text: string) => {
    if (silent) return;
    if (interactive && !closed) clearTyped(output);
    const apart = interactive || printed ? '\n' : '';
    output.write(`${apart}${text}${interactive ? '\n' : ''}`);
    printed = true;
  };

  async function take(line: string): Promise<void> {
    if (!takesLines) return;
    // A window may be resized between two answers.
    const width = interactive && output.columns ? readableWidth(output.columns) : settings.width;
    const text = await conversation.take(line, { ...settings, width });
    if (text === undefined) {
      takesLines = false;
      lines.close();
    } else {
      if (text !== '') print(text);
      ask();
    }
  }

  lines.on('line', (line) => {
    queue = queue.then(() => take(line)).catch(report);
  });
  lines.on('close', () => {
    closed = true;
    // What follows on the terminal begins on a line of its own, unless Enter was the last key.
    if (interactive && takesLines) output.write('\n');
    // What was written into an open form is kept, however the reader leaves.
    const rest = (silent ? Promise.resolve() : queue).then(() => conversation.leave());
    queue = rest;
    void rest.then(() => history?.saved()).then(() => exits && options.onExit());
  });
  if (interactive) {
    const hint = () => {
      output.write(`\n${makeInk(settings.colour)(conversation.waysOut(), 'faint')}\n`);
      ask();
    };
    onInterrupt(lines, hint, () => {
      silent = true;
      lines.close();
    });
    ask();
  }

  return {
    show(text) {
      queue = queue.then(() => {
        print(`${text.trimEnd()}\n`);
        ask();
      });
    },
    async stop(grace = 1000) {
      exits = false;
      if (!closed) lines.close();
      takesLines = false;
      await atMost(grace, queue);
      silent = true;
      await history?.saved();
    },
  };
}

async function openTerminal(
  options: PromptOptions,
  conversation: Conversation,
  report: (error: unknown) => void,
): Promise<Interface> {
  const { input, output, settings, historyFile } = options;
  const typedBefore = await readHistory(historyFile).catch((error) => {
    report(error);
    return [];
  });
  return createInterface({
    input,
    output,
    terminal: true,
    prompt: makeInk(settings.colour)(conversation.prompt(), 'number'),
    history: typedBefore.toReversed(),
    historySize: maxHistoryLines,
    removeHistoryDuplicates: true,
    completer: (line: string, done: (error: null, completion: Completion) => void) => {
      const inForm = conversation.complete(line);
      (inForm ? Promise.resolve(inForm) : options.complete(line))
        .then((lines) => tabCompletion(line, lines))
        .catch((error): Completion => {
          report(error);
          return [[], line];
        })
        .then((completion) => done(null, completion));
    },
  });
}

/** Takes away what was typed while the answer was under way; the next prompt shows it again. */
function clearTyped(output: NodeJS.WritableStream): void {
  cursorTo(output, 0);
  clearLine(output, 0);
}

async function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}

/** Ctrl-C throws the typed line away; once more on the empty line it leaves. */
function onInterrupt(lines: Interface, hint: () => void, leave: () => void): void {
  let asked = false;
  lines.on('line', () => {
    asked = false;
  });
  lines.on('SIGINT', () => {
    if (asked && lines.line === '') return leave();
    asked = true;
    lines.write(null, { ctrl: true, name: 'e' });
    lines.write(null, { ctrl: true, name: 'u' });
    hint();
  });
}
