import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { createApp } from '../src/app/app.ts';
import { quietLog } from '../src/cli/output.ts';
import { personAs } from '../src/cli/run.ts';
import { readConfig } from '../src/config.ts';
import { terminalPageSize } from '../src/domain/ports/answerer.ts';
import { startConversation } from '../src/platforms/terminal/conversation.ts';

const desk = 'centralasia';
const [editor, reviewer] = [personAs('editor'), personAs('reviewer')];
const settings = { width: 92, colour: false, links: true };

/** What is typed in the terminal and answered, by step, on the way from an article's text to a corrected fact. */
export async function editingSession(root: string, now: Date): Promise<Map<string, string>> {
  const data = mkdtempSync(join(tmpdir(), 'deskwire-docs-'));
  const config = readConfig({
    DESKWIRE_DATA: data,
    DESKWIRE_BRIEFS: join(root, 'briefs'),
    DESKWIRE_ADMINS: editor,
  });
  if (!config.ok) throw new Error(config.faults.join());
  const clock = () => now;
  const app = await createApp(config.config, { log: quietLog, clock, recordedBy: clock });
  const { store, forms, answerer } = app;
  const talk = (person: string) => {
    let sent = 0;
    return startConversation(
      {
        answer: (text) => answerer.answer({ text, person, audience: 'person', pageSize: terminalPageSize }),
        fill: (filled) => forms.fill({ ...filled, person, interaction: `${person} ${++sent}` }),
        look: (filled) => app.lookAtForm({ ...filled, person }),
        names: answerer.names,
      },
      (error) => {
        throw error;
      },
    );
  };
  const here = talk(editor);
  /** Lines as they are typed, with what is printed after each. */
  const typed = async (conversation: typeof here, lines: readonly string[]): Promise<string> => {
    const told: string[] = [];
    for (const line of lines)
      told.push(`${conversation.prompt()}${line}`, plain((await conversation.take(line, settings)) ?? ''));
    return told
      .filter(Boolean)
      .join('\n\n')
      .replace(/\n\n(?=\w+> \n)/g, '\n');
  };
  const steps = new Map<string, string>();
  try {
    await app.desks.sync();
    await store.roles.grant({ subject: reviewer, role: 'reviewer', desk, grantedBy: editor, grantedAt: now });
    await here.take('/deskwire-edit import', settings);
    for (const line of readFileSync(join(root, 'docs/example-article.txt'), 'utf8').split('\n'))
      await here.take(line, settings);
    const read = plain((await here.take('.', settings)) ?? '');
    steps.set('read', read);
    const draft = /(\d+) {2}Draft 1 /.exec(read)?.[1] ?? '';
    steps.set('form', await typed(here, [draft]));
    const copied = 'The two agreed to build a power line of 400 kilometres between Shymkent and Tashkent.';
    steps.set('copied', await typed(here, [copied, '']));
    const own =
      'Both governments have agreed on a cross-border link for electricity, from Shymkent to Tashkent.';
    steps.set('sent', await typed(here, [own, '', 'corridors']));
    const all = await store.drafts.list({ desk, limit: 10 });
    const fact = all.find(({ act, type }) => act === 'add' && type === 'fact');
    const ids = new Map<string, string>();
    const said = ['p4w2r', 'k3f9a', 's7c1e', 'b5n8d'];
    const source = all.find(({ act }) => act === 'source');
    const brief = all.find(({ type }) => type === 'brief');
    const known = [fact?.excerpt?.import, fact?.id, source?.id, brief?.id];
    for (const id of new Set(known.filter((one) => one !== undefined))) ids.set(id, said[ids.size] ?? id);
    steps.set('approved', await typed(talk(reviewer), [`/deskwire-edit draft approve ${fact?.id}`]));
    const correct = `/deskwire-edit correct ${(await store.drafts.get(fact?.id ?? ''))?.entry}`;
    const note = 'It was signed a day later than we said.';
    steps.set('corrected', await typed(here, [`${correct} date:"17 March 2026" note:"${note}"`]));
    const correction = (await store.drafts.list({ desk, limit: 10 })).find(({ act }) => act === 'correct');
    if (correction) ids.set(correction.id, 'c8m2x');
    steps.set('audit', await typed(here, ['/deskwire-edit audit']));
    return new Map([...steps].map(([step, text]) => [step, withIds(text, ids)]));
  } finally {
    await app.close();
    rmSync(data, { recursive: true });
  }
}

/** Ids are random; the pages always show the same ones instead. */
const withIds = (text: string, ids: ReadonlyMap<string, string>) =>
  [...ids].reduce((all, [id, said]) => all.replaceAll(id, said), text);

const plain = (text: string): string => stripVTControlCharacters(text).trimEnd().replace(/^\n+/, '');
