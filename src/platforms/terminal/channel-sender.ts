import { access, constants, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CardRenderer } from '../../domain/ports/cards.ts';
import type { ChannelSender, DigestRenderer, PostKey, PostOutcome } from '../../domain/ports/platform.ts';
import type { Clock } from '../../domain/ports/runtime.ts';
import { replaceFile } from '../../runtime/replace-file.ts';
import { defaultWidth } from './capabilities.ts';
import { renderText } from './render.ts';

interface TerminalChannelSenderOptions {
  dataFolder: string;
  clock: Clock;
  /** Prints a digest above the prompt, where somebody sits at one. */
  show?: (text: string) => void;
}

/**
 * The channel `terminal`: each part is a file `digests/<day>-<delivery>-<part>.txt` in the data folder. It appears
 * whole or not at all, and the same part again takes its own place.
 */
export function createTerminalChannelSender(options: TerminalChannelSenderOptions): ChannelSender {
  const { dataFolder, clock, show } = options;
  const folder = join(dataFolder, 'digests');

  const names = async (): Promise<string[]> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return readdir(folder);
  };
  const written = async (name: string, body: unknown): Promise<PostOutcome> => {
    // What the renderer of this room froze.
    const text = String(body);
    await replaceFile(join(folder, name), text);
    show?.(text);
    return { outcome: 'posted', message: name };
  };
  return {
    post: (_channel, body, key) =>
      tried(async () => {
        const there = (await names()).find((name) => name.endsWith(endOf(key)));
        return written(there ?? `${clock().toISOString().slice(0, 10)}${endOf(key)}`, body);
      }),
    edit: (_channel, message, body) =>
      tried(async () => {
        if ((await names()).includes(message)) return written(message, body);
        return { outcome: 'refused', refusal: 'message_gone', detail: `${message} is not there any more` };
      }),
    async find(_channel, delivery, parts) {
      try {
        const all = await names();
        const found = parts.flatMap((part): [number, string][] => {
          const name = all.find((each) => each.endsWith(endOf({ delivery, part })));
          return name === undefined ? [] : [[part, name]];
        });
        return { outcome: 'looked', found: new Map(found) };
      } catch (error) {
        return { outcome: 'unknown', detail: wordsOf(error) };
      }
    },
    time: async () => 'unknown',
    async access() {
      try {
        await names();
        await access(folder, constants.W_OK);
        return { ok: true };
      } catch (error) {
        const problem = `Digests cannot be written to ${folder} (${wordsOf(error)}). Make the folder writable.`;
        return { ok: false, refusal: 'no_access', problem };
      }
    },
    async tell(_person, text) {
      show?.(text);
      return show !== undefined;
    },
  };
}

const endOf = ({ delivery, part }: PostKey) => `-${delivery}-${part + 1}.txt`;

const denied = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']);

/** A write that failed half-way left nothing under the part's name, but whether a rename took is not known. */
async function tried(work: () => Promise<PostOutcome>): Promise<PostOutcome> {
  try {
    return await work();
  } catch (error) {
    const detail = wordsOf(error);
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return denied.has(code)
      ? { outcome: 'refused', refusal: 'no_access', detail }
      : { outcome: 'unknown', detail };
  }
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const plain = { width: defaultWidth, colour: false, links: false, unasked: true };

/** Cards for the terminal, which has no buttons: each choice is its line. */
export const terminalCards: CardRenderer = { card: async (reply) => renderText(reply, plain) };

/** Digests for the terminal: plain text of any length, for a file. */
export const terminalDigests: DigestRenderer = {
  one: (reply) => renderText(reply, plain),
  parts: (reply) => [{ reply, body: renderText(reply, plain) }],
};
