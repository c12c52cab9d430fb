import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reply } from '../../../src/domain/reply.ts';
import { type Prompt, type PromptOptions, startPrompt } from '../../../src/platforms/terminal/app.ts';
import { sampleForm } from '../forms-in-memory.ts';
import { plain80, reply, textReply } from './replies.ts';

const ctrlC = '\u0003';
const ctrlD = '\u0004';

let folder: string;
let prompt: Prompt | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prompt-'));
});
afterEach(async () => {
  await prompt?.stop();
  prompt = undefined;
  await rm(folder, { recursive: true });
});

const choices = reply([
  {
    type: 'choices',
    prompt: 'Who?',
    options: [
      { label: 'a', command: '/desk who a' },
      { label: 'b', command: '/desk who b' },
    ],
  },
]);

async function answers(line: string): Promise<Reply> {
  if (line === 'who') return choices;
  if (line === 'break') throw new Error('the secret reason');
  if (line === 'pages') {
    const paging = { page: 1, pages: 2, total: 9, unit: 'stops', next: '/desk page:2' };
    return reply([], { paging });
  }
  return textReply(`answer to ${line}`);
}

async function start(isTTY: boolean, overrides: Partial<PromptOptions> = {}) {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = Object.assign(new PassThrough(), { isTTY, columns: 80 });
  const written: string[] = [];
  output.on('data', (chunk) => written.push(String(chunk)));
  const exit = Promise.withResolvers<void>();
  const options = {
    answer: vi.fn(answers),
    complete: async (line: string) => ['/desk visits', '/desk who'].filter((known) => known.startsWith(line)),
    input,
    output,
    historyFile: join(folder, 'history'),
    settings: plain80,
    onExit: vi.fn(() => exit.resolve()),
    reportFault: vi.fn(),
    ...overrides,
  };
  prompt = await startPrompt(options);
  const text = () => stripVTControlCharacters(written.join(''));
  const shows = (wanted: string) => vi.waitFor(() => expect(text()).toContain(wanted));
  const history = () => readFile(options.historyFile, 'utf8');
  return { ...options, prompt, input, text, shows, history, exited: exit.promise };
}

describe('piped input', () => {
  it('is answered line by line, and nothing else is printed', async () => {
    const session = await start(false);
    session.input.end('one\n\ntwo');
    await session.exited;
    expect(session.text()).toBe('  answer to one\n\n  answer to two\n');
  });

  it('is answered to the end although the answers are slow', async () => {
    const answer = async (line: string) => {
      await new Promise((resolve) => setImmediate(resolve));
      return textReply(line);
    };
    const session = await start(false, { answer });
    session.input.end('one\r\ntwo\r\nthree\r\n');
    await session.exited;
    expect(session.text()).toBe('  one\n\n  two\n\n  three\n');
  });

  it('stops at exit', async () => {
    const session = await start(false);
    session.input.end('one\nexit\ntwo\n');
    await session.exited;
    expect(session.text()).not.toContain('two');
    expect(session.onExit).toHaveBeenCalledOnce();
  });

  it('leaves no history', async () => {
    const session = await start(false);
    session.input.end('one\n');
    await session.exited;
    await expect(session.history()).rejects.toThrow('ENOENT');
  });
});

describe('a terminal', () => {
  it('asks, answers and asks again', async () => {
    const session = await start(true);
    session.input.write('hello\r');
    await session.shows('\n  answer to hello\n\ndeskwire> ');
  });

  it('runs the option of a number and says which', async () => {
    const session = await start(true);
    session.input.write('who\r');
    await session.shows('/desk who b');
    session.input.write('2\r');
    await session.shows('> /desk who b\n\n  answer to /desk who b');
  });

  it('turns pages', async () => {
    const session = await start(true);
    session.input.write('pages\r');
    await session.shows('Page 1 of 2');
    session.input.write('p\r');
    await session.shows('Note: This is the first page.');
    session.input.write('n\r');
    await session.shows('answer to /desk page:2');
  });

  it('does nothing on an empty line', async () => {
    const session = await start(true);
    session.input.write('\r\rhello\r');
    await session.shows('answer to hello');
    expect(session.answer).toHaveBeenCalledOnce();
  });

  it('completes on Tab', async () => {
    const session = await start(true);
    session.input.write('/desk v');
    // readline takes a Tab amid other keys of one chunk for pasted text.
    await session.shows('/desk v');
    session.input.write('\t');
    await session.shows('/desk visits');
    session.input.write('\r');
    await session.shows('answer to /desk visits');
  });

  it('survives a completion that throws', async () => {
    const complete = async () => {
      throw new Error('no names');
    };
    const session = await start(true, { complete });
    session.input.write('x');
    session.input.write('\t');
    session.input.write('\r');
    await session.shows('answer to x');
    expect(session.reportFault).toHaveBeenCalledWith(new Error('no names'));
  });

  it('shows what comes by itself above the line being typed, which stays', async () => {
    const session = await start(true);
    await session.shows('deskwire> ');
    session.input.write('half a li');
    await session.shows('half a li');
    session.prompt.show('Central Asia · Digest 1');
    await session.shows('Central Asia · Digest 1\n\ndeskwire> half a li');
    session.input.write('ne\r');
    await session.shows('answer to half a line');
  });

  it('shows a failure without its reason, reports it and goes on', async () => {
    const session = await start(true);
    session.input.write('break\r');
    await session.shows('Warning: That could not be answered');
    session.input.write('hello\r');
    await session.shows('answer to hello');
    expect(session.text()).not.toContain('secret');
    expect(session.reportFault).toHaveBeenCalledWith(new Error('the secret reason'));
  });

  it('follows the width of the window', async () => {
    const output = Object.assign(new PassThrough(), { isTTY: true, columns: 40 });
    const written: string[] = [];
    output.on('data', (chunk) => written.push(String(chunk)));
    const session = await start(true, { output, answer: async () => textReply('word '.repeat(12)) });
    session.input.write('x\r');
    await vi.waitFor(() => expect(written.join('')).toContain(`  ${'word '.repeat(7).trim()}\n  word`));
  });

  it('keeps what was asked, not how: no numbers, no exit', async () => {
    const session = await start(true);
    session.input.write('who\r');
    await session.shows('/desk who b');
    session.input.write('1\r');
    await session.shows('answer to /desk who a');
    session.input.write('exit\r');
    await session.exited;
    expect(await session.history()).toBe('who\n/desk who a\n');
  });

  it('brings back lines of an earlier session', async () => {
    const first = await start(true);
    first.input.write('remember me\r');
    await first.shows('answer to remember me');
    first.input.write(ctrlD);
    await first.exited;
    const second = await start(true);
    second.input.write('\u001b[A\r');
    await second.shows('answer to remember me');
  });

  it.each(['exit\r', 'quit\r', ctrlD])('ends on %j', async (keys) => {
    const session = await start(true);
    session.input.write(keys);
    await session.exited;
    expect(session.onExit).toHaveBeenCalledOnce();
  });

  it('asks once more where exit ends other platforms too, or may be meant for a form that was just sent', async () => {
    const session = await start(true, { others: ['Slack', 'Discord'] });
    session.input.write('exit\r');
    await session.shows('exit ends Deskwire, also for Slack and Discord: type it once more.');
    session.input.write('hello\rexit\r');
    await session.shows('answer to hello');
    session.input.write(ctrlC);
    await session.shows('Ctrl-C once more or Ctrl-D ends Deskwire, also for Slack and Discord.');
    session.input.write('exit\rexit\r');
    await session.exited;

    const form = { ...sampleForm, fields: sampleForm.fields.slice(0, 1) };
    const answer = async () => ({ ...textReply('Say more.'), form });
    const fill = async () => ({ outcome: 'answered' as const, reply: textReply('It was sent.') });
    const alone = await start(true, { answer, fill });
    alone.input.write('write\rA school opens\rexit\r');
    await alone.shows('exit ends Deskwire: type it once more.');
    expect(alone.onExit).not.toHaveBeenCalled();
    alone.input.write('exit\r');
    await alone.exited;
  });

  it('clears the line on the first Ctrl-C and ends on the second', async () => {
    const session = await start(true);
    session.input.write(`half a line${ctrlC}`);
    await session.shows('Ctrl-C once more');
    session.input.write('hello\r');
    await session.shows('answer to hello');
    session.input.write(ctrlC);
    expect(session.onExit).not.toHaveBeenCalled();
    session.input.write(ctrlC);
    await session.exited;
    expect(session.answer).toHaveBeenCalledOnce();
  });

  it('says on Ctrl-C in a form how to leave it', async () => {
    const answer = async () => ({ ...textReply('Say more.'), form: sampleForm });
    const fill = async () => ({ outcome: 'kept' as const, form: sampleForm });
    const session = await start(true, { answer, fill });
    session.input.write('write\r');
    await session.shows('Title');
    session.input.write(ctrlC);
    await session.shows('exit leaves the form; Ctrl-C once more or Ctrl-D leaves altogether.');
    session.input.write('exit\r');
    await session.shows('The form is left.');
  });

  it('answers what was asked before Ctrl-D', async () => {
    const session = await start(true);
    session.input.write(`hello\r${ctrlD}`);
    await session.exited;
    expect(session.text()).toContain('answer to hello');
  });

  it('survives a history that cannot be read or written', async () => {
    const session = await start(true, { historyFile: folder });
    session.input.write('hello\r');
    await session.shows('answer to hello');
    await vi.waitFor(() => expect(session.reportFault).toHaveBeenCalledTimes(2));
  });
});

describe('stop', () => {
  it('waits for the answer under way, takes no further line and does not call onExit', async () => {
    const gate = Promise.withResolvers<void>();
    const answer = vi.fn(async (line: string) => {
      await gate.promise;
      return textReply(`answer to ${line}`);
    });
    const session = await start(true, { answer });
    session.input.write('one\rtwo\r');
    await vi.waitFor(() => expect(answer).toHaveBeenCalled());
    const stopped = prompt?.stop();
    gate.resolve();
    await stopped;
    expect(session.text()).toContain('answer to one');
    expect(answer).toHaveBeenCalledOnce();
    expect(session.onExit).not.toHaveBeenCalled();
  });

  it('does not wait for an answer that never comes', async () => {
    const answer = vi.fn(() => new Promise<Reply>(() => {}));
    const session = await start(true, { answer });
    session.input.write('one\r');
    await vi.waitFor(() => expect(answer).toHaveBeenCalled());
    await prompt?.stop(10);
    expect(session.onExit).not.toHaveBeenCalled();
  });

  it('may be called after the reader left, and twice', async () => {
    const session = await start(true);
    session.input.write(ctrlD);
    await session.exited;
    await prompt?.stop();
    await prompt?.stop();
    expect(session.onExit).toHaveBeenCalledOnce();
  });
});
