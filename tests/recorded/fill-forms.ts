import { readFileSync } from 'node:fs';
import type { Form } from '../../src/domain/form.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { admin, reader } from '../commands/digest-service.ts';
import { type Product, reviewer } from './open-product.ts';
import { filledStep, formStep, type Step, stepOf } from './show.ts';

const article = readFileSync(new URL('../../docs/example-article.txt', import.meta.url), 'utf8');

const fact = {
  ...{ title: 'Baikonur lease renewed', statement: 'Kazakhstan and Russia renewed the lease of Baikonur.' },
  ...{ date: 'Feb 2026', country: 'KZ', topic: 'diplomacy', source: 'sanchez-2026' },
};

/** Every form, asked for, sent with faults and without; and each step of a draft on its way to readers and back. */
export async function fillForms(product: Product): Promise<Step[]> {
  const steps: Step[] = [];
  const ask = async (line: string, person = admin): Promise<Reply> => {
    const reply = await product.ask(line, { person });
    steps.push(await stepOf(person === admin ? line : `${line} (${person})`, reply));
    return reply;
  };
  const fill = async (form: string, values: Record<string, string>): Promise<Reply | Form> => {
    const outcome = await product.fill(form, values);
    const asked = `${form} filled with ${JSON.stringify(values)}`;
    if (outcome.outcome === 'answered') {
      steps.push(await filledStep(asked, outcome.reply));
      return outcome.reply;
    }
    steps.push(await formStep(asked, outcome.form));
    return outcome.form;
  };
  const formOf = ({ form }: Reply): string => {
    if (!form) throw new Error(`no form: ${steps.at(-1)?.shown.text}`);
    return form.id;
  };

  const begun = formOf(
    await ask('/deskwire-edit add fact title:"Half a fact" date:"31 February" topic:nonsense'),
  );
  await fill(begun, { title: 'Half a fact', date: 'yesteryear', country: 'Atlantis' });
  await fill(begun, fact);
  await fill(`return-${begun}`, { reason: '' });
  await ask(`/deskwire-edit edit ${begun}`);
  await ask(`/deskwire-edit draft submit ${begun}`);
  await ask(`/deskwire-edit review`, reviewer);
  const returning = formOf(await ask(`/deskwire-edit draft return ${begun}`, reviewer));
  await product.fill(returning, { reason: 'Which page?' }, reviewer);
  await ask('/deskwire-edit draft list');
  await ask(`/deskwire-edit draft submit ${begun}`);
  await ask(`/deskwire-edit draft approve ${begun}`, reader);
  await ask(`/deskwire-edit draft approve ${begun}`, reviewer);
  await ask('/centralasia brief baikonur-lease-renewed', reader);

  for (const line of [
    '/deskwire-edit edit baikonur-lease-renewed',
    '/deskwire-edit correct baikonur-lease-renewed note:"It was March, not February."',
    '/deskwire-edit retract baikonur-lease-renewed reason:"The source withdrew it."',
    '/deskwire-edit supersede baikonur-lease-renewed by cheney-2006-05',
    '/deskwire-edit undo baikonur-lease-renewed',
  ]) {
    const { form } = await ask(line);
    if (form) await fill(form.id, { date: 'March 2026' });
  }
  for (const { id } of await product.app.store.drafts.list({ desk: 'centralasia', limit: 20 }))
    await ask(`/deskwire-edit draft submit ${id}`);

  await fill(formOf(await ask('/deskwire-edit add brief')), { title: 'A summary', kind: 'opinion' });
  await fill(formOf(await ask('/deskwire-edit add source')), {
    id: 'example-2026',
    publisher: 'Example',
    grade: 'C',
  });
  await fill(formOf(await ask('/deskwire-edit import')), { text1: '' });
  const read = await fill('import-text-centralasia', { text1: article });
  const id = /draft:([0-9a-z]{5})/.exec(JSON.stringify(read))?.[1] ?? '';
  const ticked = await ask(`/deskwire-edit import draft:${id} tick:yes`);
  const kind = ticked.form?.fields[0]?.kind;
  const [claim] = kind?.type === 'choice' ? kind.choices : [];
  await fill(formOf(ticked), { claims: claim?.value ?? '' });

  await product.app.store.reports.add(
    {
      desk: 'centralasia',
      entry: 'cheney-2006-05',
      reporter: reader,
      words: 'Wrong month.',
      at: product.service.time.clock(),
    },
    'report 1',
  );
  for (const line of [
    '/deskwire-edit reports',
    '/deskwire-edit review',
    '/deskwire-edit draft list',
    '/deskwire-edit history baikonur-lease-renewed',
    '/deskwire-edit audit',
    '/deskwire digest preview',
    '/deskwire me show',
  ])
    await ask(line);
  await ask('/deskwire me show', reviewer);
  return steps;
}
