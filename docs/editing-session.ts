import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { createApp } from '../src/app/app.ts';
import { quietLog } from '../src/cli/output.ts';
import { readConfig } from '../src/config.ts';
import type { FormOutcome } from '../src/domain/ports/drafts.ts';
import type { Reply } from '../src/domain/reply.ts';
import { renderText } from '../src/platforms/terminal/render.ts';

const editor = 'terminal';
const reviewer = 'slack:T012:UBO';
const desk = 'centralasia';

/** Answers of the product, by step, on the way from an article's text to a published fact. */
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
  const steps = new Map<string, string>();
  const ids = new Map<string, string>();
  try {
    await app.desks.sync();
    await store.roles.grant({
      ...{ subject: reviewer, role: 'reviewer', desk, grantedBy: editor, grantedAt: now },
    });
    const fill = (form: string, values: Record<string, string>) =>
      forms.fill({ form, values, person: editor, complete: true, interaction: `${form} ${steps.size}` });
    const ask = (text: string, person = editor) =>
      answerer.answer({ text, person, audience: 'person', pageSize: 4 });

    const article = readFileSync(join(root, 'docs/example-article.txt'), 'utf8');
    const read = reply(await fill(`import-text-${desk}`, { text1: article }));
    steps.set('read', shown(read));
    const id = /draft:([0-9a-z]{5})/.exec(shown(read))?.[1] ?? '';
    const { form } = await ask(`/deskwire-edit import draft:${id} tick:yes`);
    const [signed] = form?.fields[0]?.kind.type === 'choice' ? form.fields[0].kind.choices : [];
    steps.set('ticked', shown(reply(await fill(form?.id ?? '', { claims: signed?.value ?? '' }))));

    const all = await store.drafts.list({ desk, limit: 10 });
    const source = all.find(({ act }) => act === 'source');
    const fact = all.find(({ act, type }) => act === 'add' && type === 'fact');
    for (const id of [source?.excerpt?.import, fact?.id, source?.id, ...all.map((one) => one.id)])
      if (id !== undefined && !ids.has(id)) ids.set(id, spoken[ids.size] ?? id);
    steps.set('source', shown(reply(await fill(source?.id ?? '', { grade: 'C' }))));
    const about = { title: 'Power line between Kazakhstan and Uzbekistan agreed', topic: 'corridors' };
    const copied = await fill(fact?.id ?? '', {
      ...about,
      statement: 'The two agreed to build a power line of 400 kilometres between Shymkent and Tashkent.',
    });
    steps.set('copied', fault(copied));
    const own =
      'Both governments have agreed on a cross-border link for electricity, from Shymkent to Tashkent.';
    steps.set('written', shown(reply(await fill(fact?.id ?? '', { statement: own }))));
    await ask(`/deskwire-edit draft submit ${fact?.id}`);
    steps.set('approved', shown(await ask(`/deskwire-edit draft approve ${fact?.id}`, reviewer)));
    steps.set('audit', shown(await ask('/deskwire-edit audit')));
    return new Map([...steps].map(([step, text]) => [step, withIds(text, ids)]));
  } finally {
    await app.close();
    rmSync(data, { recursive: true });
  }
}

/** Ids are random; the pages always show these instead. */
const spoken = ['p4w2r', 'k3f9a', 's7c1e', 'b5n8d'];

const withIds = (text: string, ids: ReadonlyMap<string, string>) =>
  [...ids].reduce((all, [id, said]) => all.replaceAll(id, said), text);

function reply(outcome: FormOutcome): Reply {
  if (outcome.outcome === 'answered') return outcome.reply;
  throw new Error(`not answered: ${fault(outcome)}`);
}

const fault = (outcome: FormOutcome): string =>
  outcome.outcome === 'kept'
    ? outcome.form.fields.flatMap(({ label, fault: says }) => (says ? [`${label}: ${says}`] : [])).join('\n')
    : '';

const shown = (answer: Reply): string =>
  stripVTControlCharacters(renderText(answer, { width: 92, colour: false, links: true }))
    .trimEnd()
    .replace(/^\n+/, '');
