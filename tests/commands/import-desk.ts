import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createApp } from '../../src/app/app.ts';
import { readConfig } from '../../src/config.ts';
import type { FormOutcome } from '../../src/domain/ports/drafts.ts';
import type { Choice, Reply } from '../../src/domain/reply.ts';
import { servePages } from '../import/page-server.ts';
import { runHere } from '../run-here.ts';
import { silent } from '../store/fixture.ts';
import { syncedFolder } from '../synced-folder.ts';

export const editor = 'slack:T1:UEDITOR';
export const reader = 'slack:T1:UREADER';

const start = new Date('2026-11-23T12:00:00Z');

/** The real service on the real desk, with a site on this machine that it may read. */
export async function openImports(pages: Readonly<Record<string, string>> = {}) {
  const folder = await syncedFolder(start);
  const site = await servePages((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    const html = pages[path] ?? articleAt(path);
    response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(html);
  });
  const config = readConfig({ DESKWIRE_DATA: folder, DESKWIRE_PRIVATE_HOSTS: site.host });
  if (!config.ok) throw new Error(config.faults.join());
  let now = start;
  const clock = () => now;
  const app = await createApp(config.config, { log: silent, clock, recordedBy: clock, runInWorker: runHere });
  await app.desks.sync();
  const grant = { subject: editor, role: 'editor' as const, desk: '*', grantedBy: 'test', grantedAt: now };
  await app.store.roles.grant(grant);
  let interactions = 0;
  return {
    app,
    site,
    store: app.store,
    drafts: () => app.store.drafts.list({ desk: 'centralasia', limit: 100 }),
    ask: (text: string, person = editor): Promise<Reply> =>
      app.answerer.answer({ text, person, channel: 'slack:T1:C1', audience: 'person', pageSize: 5 }),
    fill(form: string | undefined, values: Record<string, string>, person = editor): Promise<FormOutcome> {
      interactions += 1;
      const filled = { form: form ?? '', values, person, complete: true, interaction: `i${interactions}` };
      return app.forms.fill(filled);
    },
    pass(days: number) {
      now = new Date(now.getTime() + days * 86_400_000);
    },
    async end() {
      await app.close();
      await site.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function articleAt(path: string): string | undefined {
  const name = /^\/(railway|water|minister)$/.exec(path)?.[1];
  return name && readFileSync(`tests/import/articles/${name}.html`, 'utf8');
}

/** What the boxes of a tick list say, by the value that each sends. */
export function boxes({ form }: Reply): { value: string; label: string }[] {
  return form?.fields.flatMap(({ kind }) => (kind.type === 'choice' ? kind.choices : [])) ?? [];
}

/** The values of those boxes whose sentence holds these words. */
export function ticking(reply: Reply, ...sentences: string[]): { claims: string } {
  const about = reply.form?.about ?? [];
  const values = boxes(reply).filter((_, at) => sentences.some((words) => about[at]?.includes(words)));
  if (values.length !== sentences.length)
    throw new Error(`not all of ${sentences.join()} in ${about.join('\n')}`);
  return { claims: values.map(({ value }) => value).join(',') };
}

export const buttons = ({ blocks }: Reply): Choice[] =>
  blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));

/** The line of the button that says this. */
export function button(reply: Reply, label: string): string {
  const found = buttons(reply).find((one) => one.label.includes(label));
  if (!found)
    throw new Error(
      `no button “${label}” among ${buttons(reply)
        .map((one) => one.label)
        .join(', ')}`,
    );
  return found.command;
}

export function replied(outcome: FormOutcome): Reply {
  if (outcome.outcome !== 'answered') throw new Error(`not answered: ${JSON.stringify(outcome.form)}`);
  return outcome.reply;
}
