import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createActionCodec } from '../../command/action-codec.ts';
import { type DeskService, scopeOf } from '../../command/define.ts';
import { type Config, exampleBriefs } from '../../config.ts';
import { checkFolder, strayFault, writtenIn } from '../../content/check/check-folder.ts';
import { listDesks } from '../../content/read/list-files.ts';
import { eventDate } from '../../domain/dates/event-date.ts';
import type { Answerer } from '../../domain/ports/answerer.ts';
import type { MistakeReports } from '../../domain/ports/chat.ts';
import type { Forms } from '../../domain/ports/drafts.ts';
import type {
  ChatService,
  ContentRow,
  DeskContent,
  PageService,
  PlatformRequest,
} from '../../domain/ports/platform.ts';
import type { Log } from '../../domain/ports/runtime.ts';
import { isLoopback } from '../../platforms/web/door.ts';
import { createPage } from '../../platforms/web/page.ts';
import { replaceFile } from '../../runtime/replace-file.ts';
import type { Store } from '../../store/store.ts';
import { platformById, platforms } from '../adapters.ts';
import type { App } from '../app.ts';
import { digestRequests, windowDigest } from '../digests.ts';
import { listen } from '../events.ts';
import { createDeskMaker } from '../own-desk/make.ts';
import { createRehearsal } from './rehearsal.ts';

const here = { person: 'terminal' };

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
  return {
    answerer: {
      ...answerer,
      answer: ({ text, audience, pageSize }) => answerer.answer({ text, audience, pageSize, ...here }),
      complete: ({ channel: _, ...at }, limit) => answerer.complete({ ...at, ...here }, limit),
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
export function pageService(
  app: App,
  chat: ChatService,
  { briefs, folder = process.cwd() }: Pick<Config, 'briefs'> & { folder?: string },
): PageService {
  const service: ChatService = { ...chat, ...asTerminal(chat) };
  // Buttons of the page end with the process, and so may their secret.
  const actions = createActionCodec(randomBytes(32).toString('base64url'));
  return {
    async open(id, standIn) {
      const open = platformById(id)?.openLocal;
      if (!open) throw new Error(`${id} has no handlers for the local page`);
      return open(service, actions, standIn);
    },
    catalogue: () => app.answerer.catalogue(),
    example: briefs === exampleBriefs,
    completeLine: (text) => app.completeLine(text, here),
    typedLine: (text) => app.typedLine(text),
    withSlash: (text) => app.withSlash({ text, ...here }),
    desks: () => app.desks.all().map(({ desk }) => desk.definition),
    async digest({ desk, topics, countries, ...asked }) {
      const filter = { topics: [...topics], countries: [...countries] };
      const reply = await windowDigest(app.store, served(app, desk), { ...asked, filter });
      const requests = platforms.map(async ({ id, preview }): Promise<[string, PlatformRequest[]]> => {
        const shown = await preview?.(actions, app.pictures);
        return [id, (shown ? digestRequests(shown, reply) : []) as PlatformRequest[]];
      });
      return Object.fromEntries(await Promise.all(requests));
    },
    content: (desk) => contentOf(app, served(app, desk), { briefs, now: chat.clock() }),
    unserved: () => unservedFaults(app, briefs),
    rehearsal: createRehearsal({ app, briefs, log: chat.log }),
    ownDesk: createDeskMaker(app, folder),
    onContent: (changed) => listen(app.events, 'changed', changed),
    now: chat.clock,
  };
}

function served(app: App, desk: string): DeskService {
  const service = app.desks.byId(desk);
  if (!service) throw new Error(`there is no desk ${desk}`);
  return service;
}

/** More than any desk lists; the rest is found by asking. */
const mostRows = 500;

async function contentOf(
  { store }: App,
  service: DeskService,
  { briefs, now }: { briefs: string; now: Date },
): Promise<DeskContent> {
  const { desk, entries } = service;
  const { id, people, offices } = desk.definition;
  const paths = await store.content.entryPaths(id);
  const rows = async (type: 'brief' | 'fact') => {
    const query = { type, order: 'published-newest' as const };
    const { items } = await entries.list(scopeOf(service, 'admin', now), query, {
      limit: mostRows,
      offset: 0,
    });
    return items.map(({ body }): ContentRow => {
      const about = body.type === 'fact' ? body.standing : body.kind;
      return {
        id: body.id,
        title: body.title,
        about: `${body.published} · ${about}`,
        file: paths.get(body.id),
      };
    });
  };
  const office = (held: string) => offices.find((one) => one.id === held)?.name ?? held;
  return {
    briefs: await rows('brief'),
    facts: await rows('fact'),
    sources: desk.sources.map(({ id, title, publisher, grade, until, registers }) => {
      const lists = registers.flatMap((register) => register.offices.map(office));
      const complete = lists.length > 0 ? ` · lists all travel of ${[...new Set(lists)].join(', ')}` : '';
      return {
        id,
        title,
        about: `${publisher} · grade ${grade} · reaches to ${eventDate(until).text}${complete}`,
      };
    }),
    people: people.map(({ id, name, spellings, roles }) => ({
      id,
      title: name,
      about: [roles.map((role) => office(role.office)).join(', '), spellings.join(', ')]
        .filter(Boolean)
        .join(' · '),
    })),
    faults: await faultsOf(store, id, briefs),
  };
}

/** Reading all files takes a second, and the last sync knows whether any has a fault. */
async function faultsOf({ content }: Store, desk: string, briefs: string): Promise<DeskContent['faults']> {
  const broken = (await content.files(desk)).filter(({ fault }) => fault !== undefined);
  if (broken.length === 0) return [];
  const faults = await folderFaults(content, briefs, desk);
  const named = new Set(faults.map(({ file }) => file));
  const before = broken.flatMap(({ path: file, fault = '' }) =>
    named.has(file) ? [] : [{ file, line: 1, column: 1, what: fault, fix: '' }],
  );
  return [...faults, ...before];
}

async function folderFaults(
  content: Store['content'],
  briefs: string,
  desk: string,
): Promise<DeskContent['faults']> {
  try {
    return (await checkFolder(briefs, desk, await writtenIn(content, desk))).faults;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const what = 'the folder of the desk is gone or cannot be read';
    const fix = 'put it back; until then the desk serves what it has';
    return [{ file: 'desk.yaml', line: 1, column: 1, what, fix }];
  }
}

async function unservedFaults({ desks, store }: App, briefs: string): Promise<DeskContent['faults']> {
  let found: ReturnType<typeof listDesks>;
  try {
    found = listDesks(briefs);
  } catch {
    const what = 'the folder cannot be read';
    const fix = 'set DESKWIRE_BRIEFS to the folder of the desks';
    return [{ file: briefs, line: 1, column: 1, what, fix }];
  }
  const waiting = found.desks.filter((id) => !desks.byId(id));
  const checked = await Promise.all(
    waiting.map(async (desk) => {
      const faults = await folderFaults(store.content, briefs, desk);
      return faults.map((fault) => ({ ...fault, file: `${desk}/${fault.file}` }));
    }),
  );
  return [...found.stray.map(strayFault), ...checked.flat()];
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
  let kept = Promise.resolve();
  const web = createPage({
    port: page.port,
    service: pageService(app, chat, config),
    log,
    onAddress(next) {
      address = next;
      // Whoever comes later, or without a terminal, reads it there.
      kept = replaceFile(file, `${next}\n`).catch((err) =>
        log.warn({ err }, 'address of the local page not kept'),
      );
    },
  });
  opened.defer(async () => {
    await web.stop();
    if (address !== undefined) await rm(file, { force: true });
  });
  try {
    await web.start();
    await kept;
    return address;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const fault = `cannot serve the local page on 127.0.0.1:${page.port} (${code}); set PAGE_PORT to a free port, or to off`;
    if (page.asked) throw new Error(fault);
    log.warn({}, fault);
    return undefined;
  }
}
