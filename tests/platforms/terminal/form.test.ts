import { describe, expect, test } from 'vitest';
import type { Reply } from '../../../src/domain/reply.ts';
import { startConversation } from '../../../src/platforms/terminal/conversation.ts';
import { question, questionsOf, takeLine } from '../../../src/platforms/terminal/form-questions.ts';
import { formInMemory, sampleForm } from '../forms-in-memory.ts';
import { plain80, textReply } from './replies.ts';

const asking: Reply = { ...textReply('Draft k3x9f lacks something.'), form: sampleForm };

/** A conversation in which `write` asks with a form; what each line brings. */
function conversing(form = sampleForm) {
  const memory = formInMemory(form);
  const faults: unknown[] = [];
  let count = 0;
  const conversation = startConversation(
    {
      answer: async (line) => (line === 'write' ? { ...asking, form } : textReply(`answer to ${line}`)),
      fill: (filled) =>
        memory.forms.fill({
          ...filled,
          values: { ...filled.values },
          person: 'terminal',
          interaction: `${++count}`,
        }),
      names: ({ desk, kinds, typed }) =>
        `${desk} ${kinds}` === 'centralasia country' && 'узбекистан'.startsWith(typed)
          ? [{ label: 'Uzbekistan', command: 'UZ' }]
          : [],
    },
    (fault) => faults.push(fault),
  );
  const type = async (...lines: string[]) => {
    let last: string | undefined;
    for (const line of lines) last = await conversation.take(line, plain80);
    return last ?? '';
  };
  return { ...memory, conversation, type, faults };
}

describe('a form in the terminal', () => {
  test('what is needed is asked, one after the other, and then taken', async () => {
    const { type, filled } = conversing();
    const first = await type('write');
    expect(first).toContain('Draft k3x9f lacks something.');
    expect(first).toContain('The source says so.');
    expect(first).toContain('\nTitle');
    expect(await type('A school opens')).toContain('Statement\n  In your own words');
    expect(await type('Two lines', '', '/of it', '.')).toContain('Draft k3x9f holds A school opens.');
    expect(filled).toMatchObject([
      {
        complete: true,
        values: { country: 'KZ', title: 'A school opens', statement: 'Two lines\n\n/of it' },
      },
    ]);
    expect(await type('visits')).toContain('answer to visits');
  });

  test('lines of a text keep their blanks, as YAML and tables need them, and nothing else that hides', async () => {
    const { type, filled } = conversing();
    const lines = ['  - id: a', '    dates:', '      - 2026', '\ttab\u001b[0 q\u200b\there'];
    await type('write', 'A  school', ...lines, '.');
    expect(filled[0]?.values).toMatchObject({
      title: 'A school',
      statement: '  - id: a\n    dates:\n      - 2026\n\ttab\there',
    });
  });

  test('names that answer a question stand beside it: all of a few, the first of many', async () => {
    const topic = {
      ...{ name: 'topic', label: 'Topics', required: true },
      kind: { type: 'name' as const, kinds: ['topic' as const], many: true },
    };
    const form = { ...sampleForm, fields: [topic] };
    const asked = async (labels: string[]) => {
      const conversation = startConversation(
        {
          answer: async () => ({ ...asking, form }),
          fill: async () => ({ outcome: 'kept', form }),
          names: (_, limit) => labels.slice(0, limit).map((label) => ({ label, command: label })),
        },
        () => {},
      );
      return conversation.take('write', plain80);
    };
    expect(await asked(['Energy', 'Trade'])).toContain(
      'Topics\n  For several: first, second\n  Energy or Trade',
    );
    const many = await asked(Array.from({ length: 40 }, (_, at) => `T${at}`));
    expect(many).toContain('\n  T0, T1, T2, T3, T4, T5, T6, T7 or others');
    expect((await asked([]))?.split('second')[1]).toBe('');
  });

  test('Tab finds the names that a field takes, and nothing where a text is asked', async () => {
    const { type, conversation } = conversing();
    await type('write');
    expect(conversation.complete('узб')).toBeUndefined();
    await type('A school opens', 'wrong', '.', '/leave');
    expect(conversation.complete('узб')).toBeUndefined();
    const country = { ...sampleForm, fields: sampleForm.fields.filter(({ name }) => name === 'country') };
    const asked = conversing(country);
    await asked.type('write');
    expect(asked.conversation.complete('Kazakhstan, узб')).toEqual(['Kazakhstan, Uzbekistan']);
    expect(asked.conversation.complete('/deskwire')).toBeUndefined();
  });

  test('what is wrong is asked again, with its reason and what was written', async () => {
    const { type, values } = conversing();
    const again = await type('write', 'A school', 'wrong', '.');
    expect(again).toContain('! Say what is right.');
    expect(again).toContain('Now: wrong. Enter keeps it');
    await type('Right.', '.');
    expect(values.statement).toBe('Right.');
  });

  test('what is wrong with an answer is told at once and asked again, and what it asks for comes next', async () => {
    const { fields } = sampleForm;
    const [title, ...others] = fields;
    if (!title) throw new Error('the form has a title');
    const more = { ...title, name: 'publisher', label: 'Publisher of the new source', required: true };
    const looked: Record<string, string>[] = [];
    const conversation = startConversation(
      {
        answer: async () => asking,
        fill: async () => ({ outcome: 'kept', form: sampleForm }),
        async look({ values }) {
          looked.push(values);
          const wrong = values.title === 'Shcool' && { value: 'Shcool', fault: 'No such word.' };
          const asks = values.title === 'A new one' ? [more] : [];
          return { ...sampleForm, fields: [{ ...title, ...wrong }, ...asks, ...others] };
        },
      },
      () => {},
    );
    const type = async (line: string) => (await conversation.take(line, plain80)) ?? '';
    await type('write');
    expect(await type('Shcool')).toContain('! No such word.\nTitle');
    expect(await type('A new one')).toContain('Publisher of the new source');
    expect(await type('The Times')).toContain('Statement');
    expect(looked.at(-1)).toMatchObject({ title: 'A new one', publisher: 'The Times' });
    await type('exit');
    await type('write');
    await type('Shcool');
    expect(await type('')).toContain('Statement');
  });

  test('a command leaves the form, what was written is kept, and nothing is done with it', async () => {
    const { type, filled, conversation } = conversing();
    await type('write', 'A school opens');
    expect(conversation.read('exit')).toEqual({ kind: 'nothing' });
    expect(await type('/desk help')).toContain('answer to /desk help');
    expect(filled).toMatchObject([{ complete: false, values: { title: 'A school opens' } }]);
    expect(await type('visits')).toContain('answer to visits');
  });

  test('a command that there is leaves also within a text, of which other lines are lines', async () => {
    const { type, filled, conversation } = conversing();
    expect(await type('write')).toContain(
      'only one that begins with /deskwire, /deskwire-edit or /centralasia does',
    );
    await type('A school opens', 'It opened.', '/path/of/it', 'exit', '/deskwires');
    expect(conversation.waysOut()).toContain('A line /deskwire leaves the form');
    const left = await type('/DESKWIRE draft list');
    expect(left).toContain('What was written is kept.');
    expect(left).toContain('answer to /DESKWIRE draft list');
    const statement = 'It opened.\n/path/of/it\nexit\n/deskwires';
    expect(filled).toMatchObject([{ complete: false, values: { title: 'A school opens', statement } }]);
    await type('write', 'A school opens', 'It opened.');
    expect(await type('/centralasia visits')).toContain('answer to /centralasia visits');
  });

  test('a form that keeps nothing says so, and how to go on', async () => {
    const left =
      'What was written is not kept; the import is. /deskwire-edit import draft:ab3de goes on with it.';
    const { type } = conversing({ ...sampleForm, left });
    expect(await type('write')).not.toContain('is kept');
    expect(await type('A school opens', 'exit')).toBe(left);
  });

  test('why a form is asked is said once, by the answer that brings it', async () => {
    const says = 'Draft k3x9f lacks something.';
    const { type } = conversing({ ...sampleForm, about: [says, 'Paste the article.'] });
    const shown = await type('write');
    expect(shown.split(says)).toHaveLength(2);
    expect(shown).toContain('Paste the article.');
  });

  test('exit leaves the form and not the prompt, and is nobody’s title', async () => {
    const { type, filled, conversation } = conversing();
    await type('write');
    expect(conversation.waysOut()).toContain('exit leaves the form');
    expect(await type('exit')).toBe('The form is left.');
    expect(await type('write', 'A school opens', 'quit')).toContain('What was written is kept.');
    expect(filled).toMatchObject([{ complete: false, values: { title: 'A school opens' } }]);
    expect(conversation.waysOut()).toContain('Ctrl-D or exit leaves.');
    expect(await conversation.take('exit', plain80)).toBeUndefined();
  });

  test('no number to press stands above a form: what its answer offers comes once the form is left', async () => {
    const offers = {
      ...{ type: 'choices' as const, prompt: 'Next' },
      options: [
        { label: 'Discard', command: '/deskwire-edit draft discard k3x9f' },
        { label: 'Submit', command: '/deskwire-edit draft submit k3x9f' },
      ],
    };
    const asked = { ...asking, blocks: [...asking.blocks, offers] };
    const answers = async (line: string) => (line === 'write' ? asked : textReply(`answer to ${line}`));
    const { fill } = formInMemory(sampleForm).forms;
    const kept = (filled: object) =>
      fill({ ...filled, person: 'terminal', interaction: '1' } as Parameters<typeof fill>[0]);
    const conversation = startConversation({ answer: answers, fill: kept }, () => {});
    const say = async (line: string) => (await conversation.take(line, plain80)) ?? '';
    const first = await say('write');
    expect(first).not.toMatch(/^ *\d /m);
    expect(first).not.toContain('/deskwire-edit draft discard');
    expect(first).toContain('After exit: Discard, Submit.');
    const left = await say('exit');
    expect(left).toContain('The form is left.');
    expect(left).toContain('2  Submit   /deskwire-edit draft submit k3x9f');
    expect(await say('2')).toContain('answer to /deskwire-edit draft submit k3x9f');
    const unasked = startConversation({ answer: answers }, () => {});
    expect(await unasked.take('write', plain80)).toContain('1  Discard');
  });

  test('what a form kept back is on offer also when its answers could not be taken', async () => {
    const offers = { type: 'choices' as const, prompt: '', options: [{ label: 'Submit', command: '/d s' }] };
    const conversation = startConversation(
      {
        answer: async () => ({ ...asking, blocks: [offers] }),
        fill: () => Promise.reject(new Error('disk full')),
      },
      () => {},
    );
    let last: string | undefined;
    for (const line of ['write', 'A school', 'A statement', '.'])
      last = await conversation.take(line, plain80);
    expect(last).toContain('something broke on the way');
    expect(last).toContain('1  Submit');
  });

  test('whoever goes keeps what was written, also half a text', async () => {
    const { type, filled, conversation } = conversing();
    await type('write', 'A school opens', 'half a statement');
    await conversation.leave();
    expect(filled).toMatchObject([
      { complete: false, values: { title: 'A school opens', statement: 'half a statement' } },
    ]);
  });

  test('a text of one paragraph ends with an empty line', () => {
    const reason = {
      name: 'reason',
      label: 'Reason',
      required: true,
      kind: { type: 'text' as const, max: 400 },
    };
    const asked = questionsOf({ ...sampleForm, fields: [reason] });
    expect(question(asked)).toContain('an empty one ends it');
    const begun = takeLine(asked, 'Not yet.');
    if (begun.next !== 'question') throw new Error('it ended at once');
    expect(takeLine(begun.questions, '')).toEqual({ next: 'filled', values: { reason: 'Not yet.' } });
  });

  test('of what is to be changed and is not yet, which of its fields is asked first, and no line goes by that', () => {
    const line = { type: 'line' as const, max: 80 };
    const fields = [
      { name: 'correction', label: 'What was wrong', required: true, kind: line },
      { name: 'title', label: 'Title', required: false, kind: line, value: 'A school' },
      { name: 'date', label: 'When it happened', required: true, kind: line, value: '2026-03-16' },
    ];
    const form = { ...sampleForm, unchanged: true, fields };
    let asked = questionsOf(form);
    expect(question(asked)).toContain('What to change\n  1  Title\n  2  When it happened');
    for (const nothing of ['', '-', '3']) {
      expect(takeLine(asked, nothing)).toMatchObject({ said: 'Write numbers from 1 to 2.' });
    }
    for (const [typed, next] of [
      ['2', 'When it happened'],
      ['17 March 2026', 'What was wrong'],
    ] as const) {
      const taken = takeLine(asked, typed);
      if (taken.next !== 'question') throw new Error('it ended before the note');
      asked = taken.questions;
      expect(question(asked)).toContain(next);
    }
    expect(takeLine(asked, 'It was a day later.')).toEqual({
      next: 'filled',
      values: { correction: 'It was a day later.', title: 'A school', date: '17 March 2026' },
    });
    const again = questionsOf({ ...form, fields: fields.slice(1) });
    expect(question(again)).not.toContain('This is the last one.');
  });

  test('where nothing is missing every field is asked: Enter keeps, a dash empties, numbers tick', async () => {
    const whole: Reply = {
      ...asking,
      form: { ...sampleForm, fields: sampleForm.fields.map((field) => ({ ...field, required: false })) },
    };
    const memory = formInMemory(sampleForm);
    const conversation = startConversation(
      {
        answer: async () => whole,
        fill: (filled) =>
          memory.forms.fill({
            ...filled,
            values: { ...filled.values },
            person: 'terminal',
            interaction: '1',
          }),
      },
      () => {},
    );
    const say = (line: string) => conversation.take(line, plain80);
    await say('edit');
    await say('');
    await say('');
    await say('-');
    expect(await say('5')).toContain('Write a number from 1 to 2.');
    await say('1');
    expect(await say('1,3-5, Claim 9')).toContain('Ticks');
    await say('');
    expect(memory.filled[0]?.values).toEqual({
      title: '',
      statement: '',
      country: '',
      standing: 'reported',
      claims: 'c0,c2,c3,c4,c9',
      ticks: '',
    });
  });

  test('a store that breaks is told kindly', async () => {
    const faults: unknown[] = [];
    const conversation = startConversation(
      { answer: async () => asking, fill: () => Promise.reject(new Error('disk full')) },
      (fault) => faults.push(fault),
    );
    const say = (line: string) => conversation.take(line, plain80);
    for (const line of ['write', 'A school', 'A statement']) await say(line);
    expect(await say('.')).toContain('something broke on the way');
    expect(faults).toHaveLength(1);
  });
});
