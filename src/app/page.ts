import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createActionCodec } from '../command/action-codec.ts';
import type { Config } from '../config.ts';
import type { Answerer } from '../domain/ports/answerer.ts';
import type { MistakeReports } from '../domain/ports/chat.ts';
import type { Forms } from '../domain/ports/drafts.ts';
import type { ChatService, PageService } from '../domain/ports/platform.ts';
import type { Log } from '../domain/ports/runtime.ts';
import { isLoopback } from '../platforms/web/door.ts';
import { createPage } from '../platforms/web/page.ts';
import { replaceFile } from '../runtime/replace-file.ts';
import { platforms } from './adapters.ts';
import type { App } from './app.ts';

/** Whoever is at the page is at the terminal: the same person with the same roles, in no channel. */
const asTerminal = ({
  answerer,
  forms,
  reports,
}: {
  answerer: Answerer;
  forms: Forms;
  reports: MistakeReports;
}) => {
  const here = { person: 'terminal' };
  return {
    answerer: {
      ...answerer,
      answer: ({ text, audience, pageSize }) => answerer.answer({ text, audience, pageSize, ...here }),
      complete: ({ channel: _, ...at }, limit) => answerer.complete(at, limit),
    } satisfies Answerer,
    forms: {
      open: (form) => forms.open(form, here),
      fill: ({ channel: _, groups: __, ...filled }) => forms.fill({ ...filled, ...here }),
    } satisfies Forms,
    reports: {
      ...reports,
      add: (report, interaction) => reports.add({ ...report, reporter: here.person }, interaction),
    } satisfies MistakeReports,
  };
};

/** What the page needs of the app; `chat`: services of the platforms' handlers. */
export function pageService(app: App, chat: ChatService): PageService {
  const service: ChatService = { ...chat, ...asTerminal(chat) };
  // Buttons of the page end with the process, and so may their secret.
  const actions = createActionCodec(randomBytes(32).toString('base64url'));
  return {
    async open(id, standIn) {
      const open = platforms.find((platform) => platform.id === id)?.openLocal;
      if (!open) throw new Error(`${id} has no handlers for the local page`);
      return open(service, actions, standIn);
    },
    catalogue: () => app.answerer.catalogue(),
    completeLine: (text) => app.completeLine(text),
    typedLine: (text) => app.typedLine(text),
    now: chat.clock,
  };
}

/** Holds the page's address for whoever owns the data folder. */
export const addressFile = ({ data }: Pick<Config, 'data'>) => join(data, 'page.url');

interface PageOptions {
  config: Config;
  chat: ChatService;
  log: Log;
  opened: AsyncDisposableStack;
}

/**
 * Serves the local page; resolves to the address that opens it once. Undefined if it is off, if the service is
 * reachable from other machines, or if another process has the port and `PAGE_PORT` is not set.
 */
export async function openPage(
  app: App,
  { config: { page, ...config }, chat, log, opened }: PageOptions,
): Promise<string | undefined> {
  if (!page || !isLoopback(config.host)) return undefined;
  const file = addressFile(config);
  let address: string | undefined;
  const web = createPage({
    ...{ port: page.port, service: pageService(app, chat), log },
    onAddress(next) {
      address = next;
      // Whoever comes later, or without a terminal, reads it there.
      replaceFile(file, `${next}\n`).catch((err) => log.warn({ err }, 'address of the local page not kept'));
    },
  });
  opened.defer(async () => {
    await web.stop();
    if (address !== undefined) await rm(file, { force: true });
  });
  try {
    await web.start();
    return address;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const fault = `cannot serve the local page on 127.0.0.1:${page.port} (${code}); set PAGE_PORT to a free port, or to off`;
    if (page.asked) throw new Error(fault);
    log.warn({}, fault);
    return undefined;
  }
}
