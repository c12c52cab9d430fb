import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Form, namesIn } from '../../../../src/domain/form.ts';
import type { Reply } from '../../../../src/domain/reply.ts';
import { formView, valuesOf } from '../../../../src/platforms/slack/handlers/form-view.ts';
import { viewRefusal } from '../../../fakes/slack/check-message.ts';
import { anyForm } from '../../any-form.ts';
import { formInMemory, sampleForm } from '../../forms-in-memory.ts';
import { button, type DeskOptions, later, startedDesk } from '../desk.ts';
import { said } from '../example-reply.ts';

type View = Record<string, unknown> & { private_metadata: string; blocks: { block_id?: string }[] };

const asking = { ...said('Draft k3x9f: still needed: title.'), form: sampleForm };

/** Types the command that asks with a form; the modal that opens. */
async function opened(options: DeskOptions = {}) {
  const memory = formInMemory(sampleForm);
  const desk = await startedDesk({ answer: () => asking, forms: memory.forms, ...options });
  await desk.fake.send.command('/deskwire-edit add fact');
  const { answer } = await desk.fake.journal.wait('views.open');
  return { desk, ...memory, view: (answer as { view: View }).view };
}

const typed = (over: Record<string, unknown> = {}) => ({
  title: { title: { type: 'plain_text_input', value: 'A school opens' } },
  statement: { statement: { type: 'plain_text_input', value: 'x'.repeat(3000) } },
  'statement~': { statement: { type: 'plain_text_input', value: 'and on' } },
  country: { 'names:centralasia:country': { type: 'multi_external_select', selected_options: [] } },
  standing: { standing: { type: 'static_select', selected_option: { value: 'reported' } } },
  claims: { claims: { type: 'multi_static_select', selected_options: [{ value: 'c1' }, { value: 'c7' }] } },
  ticks: { ticks: { type: 'checkboxes', selected_options: [] } },
  ...over,
});

test('a form opens beside the answer, holds what is known, and brings back what was typed', async () => {
  const { desk, view, filled } = await opened();
  expect(view.blocks.flatMap(({ block_id }) => block_id ?? [])).toEqual([
    ...['title', 'statement', 'statement~', 'country', 'standing', 'claims', 'ticks'],
  ]);
  expect(JSON.stringify(view)).toContain('The source says so.');
  const acked = await desk.fake.send.submit(view, typed());
  expect(acked).toMatchObject({ status: 200, inTime: true, body: { response_action: 'update' } });
  expect(filled).toMatchObject([
    {
      form: 'k3x9f',
      person: 'slack:T1:U1',
      channel: 'slack:T1:C1',
      complete: true,
      values: {
        title: 'A school opens',
        statement: `${'x'.repeat(3000)}and on`,
        country: '',
        standing: 'reported',
        claims: 'c1,c7',
        ticks: '',
      },
    },
  ]);
  await desk.fake.journal.wait('chat.postEphemeral');
  expect(desk.last()).toMatchObject({ user: 'U1', text: expect.stringContaining('holds A school opens') });
});

test('a fault stands beside its field, and what was put right is taken', async () => {
  const { desk, view, filled } = await opened();
  const wrong = {
    statement: { statement: { type: 'plain_text_input', value: 'wrong' } },
    'statement~': { statement: { value: null } },
  };
  const first = await desk.fake.send.submit(view, typed(wrong));
  expect(first.body).toEqual({ response_action: 'errors', errors: { statement: 'Say what is right.' } });
  const again = await desk.fake.send.submit(view, typed());
  expect(again.body).toMatchObject({ response_action: 'update' });
  expect(filled).toHaveLength(2);
});

test('a fault in a field that was not asked opens the form with that field', async () => {
  const whole: Form = {
    ...sampleForm,
    fields: sampleForm.fields.map((field) =>
      field.name === 'title' || field.name === 'standing' ? { ...field, fault: 'Say it.' } : field,
    ),
  };
  const [title] = sampleForm.fields;
  const form = { ...sampleForm, fields: title ? [title] : [] };
  const { desk, view } = await opened({
    answer: () => ({ ...asking, form }),
    forms: { fill: async () => ({ outcome: 'kept', form: whole }), open: async () => whole },
  });
  expect(view.blocks.flatMap(({ block_id }) => block_id ?? [])).toEqual(['title']);
  const acked = await desk.fake.send.submit(view, { title: { title: { value: 'x' } } });
  expect(acked.body).toMatchObject({ response_action: 'update' });
  expect(JSON.stringify(acked.body)).toContain('"block_id":"standing"');
});

describe('names in a form', () => {
  const country = { block_id: 'country', action_id: 'names:centralasia:country' };

  test('stand there as they are called, and are found while somebody types', async () => {
    const { desk, view, filled } = await opened();
    const input = view.blocks.find(({ block_id }) => block_id === 'country');
    expect(input).toMatchObject({
      element: {
        type: 'multi_external_select',
        min_query_length: 0,
        initial_options: [{ text: { text: 'Kazakhstan' }, value: 'KZ' }],
      },
    });
    const found = await desk.fake.send.suggest(view, { ...country, value: 'kaz' });
    expect(found.body).toEqual({
      options: [{ text: { type: 'plain_text', text: 'Kazakhstan', emoji: false }, value: 'KZ' }],
    });
    const chosen = {
      ...country,
      type: 'multi_external_select',
      selected_options: [{ value: 'KZ' }, { value: 'UZ' }],
    };
    await desk.fake.send.submit(view, typed({ country: { [country.action_id]: chosen } }));
    expect(filled).toMatchObject([{ values: { country: 'KZ,UZ' } }]);
  });

  test.each([
    ['another action', { action_id: 'standing' }, {}],
    ['a desk that is not there', { action_id: 'names:atlantis:country' }, {}],
    ['no kind of name', { action_id: 'names:centralasia:secrets' }, {}],
    ['a workspace that is not served', {}, { team: 'T9' }],
  ])('%s gets nothing', async (_, typing, from) => {
    const { desk, view } = await opened({ config: { teams: ['T1'] } });
    const found = await desk.fake.send.suggest(view, { ...country, ...typing, value: 'kaz' }, from);
    expect(found.body).toEqual({ options: [] });
  });

  test('what no option can hold stays a text, and is not lost', () => {
    const long = 'a name that nobody bears, '.repeat(8).replaceAll(',', '');
    const fields = sampleForm.fields.map((field) => ({
      ...field,
      ...(field.name === 'country' && { value: long }),
    }));
    const { blocks } = formView({ ...sampleForm, fields }, '{}') as unknown as View;
    expect(JSON.stringify(blocks)).toContain(long.trim());
  });
});

test('the same submission twice changes nothing the second time', async () => {
  const { desk, view, filled } = await opened();
  await desk.fake.send.submit(view, typed());
  await desk.fake.send.submit(view, typed());
  expect(filled).toHaveLength(1);
});

test('a slow store is waited for without keeping Slack waiting', async () => {
  const stored = later();
  const memory = formInMemory(sampleForm);
  const slow = {
    ...memory.forms,
    fill: (given: Parameters<typeof memory.forms.fill>[0]) =>
      stored.promise.then(() => memory.forms.fill(given)),
  };
  const { desk, view } = await opened({ forms: slow, timing: { ackDue: async () => {} } });
  const wrong = { statement: { statement: { type: 'plain_text_input', value: 'wrong' } } };
  const acked = await desk.fake.send.submit(view, typed(wrong));
  expect(JSON.stringify(acked.body)).toContain('is being kept');
  stored.resolve();
  const { body } = await desk.fake.journal.wait('views.update');
  expect(JSON.stringify(body)).toContain('Say what is right.');
});

test('where the bot may not speak, the answer stands in the form’s place', async () => {
  const memory = formInMemory(sampleForm);
  const desk = await startedDesk({ answer: () => asking, forms: memory.forms });
  await desk.fake.send.command('/deskwire-edit add fact', { channel: 'C2' });
  const { answer } = await desk.fake.journal.wait('views.open');
  await desk.fake.send.submit((answer as { view: View }).view, typed());
  const { body } = await desk.fake.journal.wait('views.update');
  expect(JSON.stringify(body)).toContain('holds A school opens');
});

test('a button of the answer opens the form again', async () => {
  const memory = formInMemory(sampleForm);
  const options = [{ label: 'Edit', command: '/deskwire-edit edit k3x9f' }];
  const card: Reply = { ...said('Draft k3x9f'), blocks: [{ type: 'choices', prompt: 'Next', options }] };
  const desk = await startedDesk({
    answer: ({ text }) => (text.includes(' edit ') ? asking : card),
    forms: memory.forms,
  });
  await desk.fake.send.command('/deskwire-edit draft list');
  await desk.fake.send.press(button(desk.last().blocks, 'Edit'));
  const { answer } = await desk.fake.journal.wait('views.open');
  expect(JSON.stringify(answer)).toContain('Add a fact: k3x9f');
});

test('a form of another person, or a forged one, is refused', async () => {
  const { desk, view, filled } = await opened();
  const other = await desk.fake.send.submit(view, typed(), { user: 'U2' });
  expect(JSON.stringify(other.body)).toContain('made for someone else');
  const metadata = JSON.parse(view.private_metadata) as { state: string };
  const forged = {
    ...view,
    private_metadata: JSON.stringify({ ...metadata, state: metadata.state.replace('k3x9f', 'other') }),
  };
  expect(JSON.stringify((await desk.fake.send.submit(forged, typed())).body)).toContain(
    'made for someone else',
  );
  expect(filled).toEqual([]);
});

interface Shown {
  initial_value?: string;
  initial_options?: { value: string }[];
  initial_option?: { value: string };
}

describe('any form', () => {
  test('is a view that Slack takes, with every field in it, and no text of it is lost', () => {
    fc.assert(
      fc.property(anyForm, (form) => {
        const view = formView(form, '{}') as unknown as View;
        expect(viewRefusal(view)).toBeUndefined();
        for (const { name, kind, value = '' } of form.fields) {
          const inputs = view.blocks.filter(({ block_id }) => block_id?.replace(/~+$/, '') === name);
          expect(inputs.length).toBeGreaterThan(0);
          if (kind.type === 'choice') continue;
          const state = Object.fromEntries(
            inputs.map((each) => {
              const { block_id, element } = each as { block_id: string; element: Shown };
              const { initial_value, initial_options, initial_option = null } = element;
              const chosen = initial_options && { selected_options: initial_options };
              const only = initial_option && { selected_option: initial_option };
              return [block_id, { [name]: chosen ?? only ?? { value: initial_value ?? null } }];
            }),
          );
          const got = valuesOf(state)[name] ?? '';
          if (kind.type === 'name') expect(namesIn(got)).toEqual(namesIn(value));
          else expect(got).toBe(value);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('“Add to desk” on a message', () => {
  const opener = { label: 'Draft', command: '/deskwire-edit add link draft:k3x9f' };
  const offered = { ...said('An article'), form: { ...sampleForm, opener } };
  const message = 'Look at (<https://news.example/a?b=1&amp;c=2|this> &amp; that)';

  test('shows at once that it reads, and the form in that place once it has read', async () => {
    const { promise, resolve } = Promise.withResolvers<Reply>();
    const desk = await startedDesk({ answer: () => promise });
    const acked = await desk.fake.send.act(message);
    expect(acked).toMatchObject({ status: 200, inTime: true });
    const { answer } = await desk.fake.journal.wait('views.open');
    expect(JSON.stringify(answer)).toContain('is being read');
    expect(desk.questions.map(({ text }) => text)).toEqual([
      '/deskwire-edit add link url:"https://news.example/a?b=1&c=2" said:"Look at ( this & that)"',
    ]);
    resolve(offered);
    const { body } = await desk.fake.journal.wait('views.update');
    expect(JSON.stringify(body)).toContain('The source says so.');
    // The form says all: no message is shown beside it.
    expect(desk.fake.workspace.shown).toEqual([]);
  });

  test('says what was refused in that place and in the channel, and that there is no link', async () => {
    const desk = await startedDesk({ answer: () => said('You are a reader here.') });
    await desk.fake.send.act(message);
    const { body } = await desk.fake.journal.wait('views.update');
    expect(JSON.stringify(body)).toContain('You are a reader here.');
    await desk.fake.journal.wait('response_url');
    await desk.fake.send.act('No link in here');
    await desk.fake.journal.wait('response_url', 2);
    expect(desk.last()?.text).toContain('There is no link in this message');
    expect(desk.questions).toHaveLength(1);
  });
});

test('the form of another draft than the one that was sent takes its place', async () => {
  const memory = formInMemory(sampleForm);
  const blank = { ...asking, form: { ...sampleForm, id: 'n.f.centralasia' } };
  const desk = await startedDesk({ answer: () => blank, forms: memory.forms });
  await desk.fake.send.command('/deskwire-edit add fact');
  const { answer } = await desk.fake.journal.wait('views.open');
  const { view } = answer as { view: View };
  const wrong = typed({ statement: { statement: { type: 'plain_text_input', value: 'wrong' } } });
  const acked = await desk.fake.send.submit(view, wrong);
  const update = acked.body as { response_action: string; view: View };
  expect(update.response_action).toBe('update');
  await desk.fake.send.submit({ ...update.view, id: view.id }, typed());
  expect(memory.filled.map(({ form }) => form)).toEqual(['n.f.centralasia', 'k3x9f']);
});
