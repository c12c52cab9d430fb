import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formModal, stepsOf, valuesOf } from '../../../../src/platforms/discord/handlers/form-view.ts';
import { modalFaults } from '../../../fakes/discord/check-forms.ts';
import { isObject, type Json, objects } from '../../../fakes/discord/json.ts';
import { anyForm } from '../../any-form.ts';
import { formInMemory, sampleForm } from '../../forms-in-memory.ts';
import { waitsFor } from '../../hand-clock.ts';
import { connected, type Script } from '../desk.ts';
import { replyOf } from '../replies.ts';

const asking: Script = () => replyOf({ form: sampleForm });

/** Types the command that asks with a form; the modal that is its answer. */
async function opened() {
  const memory = formInMemory(sampleForm);
  const desk = await connected({ script: asking, app: { forms: memory.forms } });
  const { answered } = await desk.asker.answered(desk.asker.command('deskwire', 'add fact'));
  return { ...desk, ...memory, modal: answered!.data };
}

const inputs = (modal: Json) =>
  objects(modal.components).flatMap(({ component }) =>
    isObject(component) ? [String(component.custom_id)] : [],
  );
const labels = (buttons: { label: string }[]) => buttons.map(({ label }) => label);

test('a form is the answer itself, and its further fields follow from a button', async () => {
  const { asker, modal, filled } = await opened();
  expect(modal.title).toBe('Add a fact: k3x9f (1 of 2)');
  expect(JSON.stringify(modal)).toContain('The source says so.');
  expect(inputs(modal)).toEqual(['title', 'statement', 'statement~', 'country']);
  await asker.answered(asker.fill(modal, { title: 'A school opens', statement: 'x', 'statement~': 'y' }));
  expect(filled[0]).toMatchObject({
    form: 'k3x9f',
    complete: true,
    values: { title: 'A school opens', statement: 'xy', country: 'KZ' },
  });
  expect(asker.reads().at(-1)).toContain('Draft k3x9f holds A school opens.');
  const more = asker.buttons().find(({ label }) => label.startsWith('More: Standing'))!;
  const { answered } = await asker.answered(asker.press(more));
  expect(inputs(answered!.data)).toEqual(['standing', '?claims', '?claims~', '?ticks']);
  await asker.answered(asker.fill(answered!.data, { '?claims': ['c1', 'c7'], '?claims~': ['c29'] }));
  expect(filled[1]?.values).toEqual({ standing: 'opinion', claims: 'c1,c7,c29', ticks: '' });
});

test('what is wrong is told after it, and a button leads back to it as it was typed', async () => {
  const { asker, modal, values } = await opened();
  await asker.answered(asker.fill(modal, { title: 'A school opens', statement: 'wrong' }));
  expect(asker.reads().at(-1)).toContain('Statement: Say what is right.');
  expect(labels(asker.buttons()).some((label) => label.startsWith('Fix: Title, Statement'))).toBe(true);
  const fix = asker.buttons().find(({ label }) => label.startsWith('Fix'))!;
  const { answered } = await asker.answered(asker.press(fix));
  expect(answered?.type).toBe(9);
  expect(JSON.stringify(answered?.data)).toContain('wrong');
  await asker.answered(asker.fill(answered!.data, { statement: 'Right.' }));
  expect(values.statement).toBe('Right.');
});

test('an answer that came too late for a form has a button that opens it', async () => {
  const memory = formInMemory(sampleForm);
  const answer = Promise.withResolvers<void>();
  const { asker, time } = await connected({
    script: async () => {
      await answer.promise;
      return replyOf({ form: sampleForm });
    },
    app: { forms: memory.forms },
  });
  const command = asker.command('deskwire', 'add fact');
  await waitsFor(time, 1500);
  await time.advance(1500);
  await asker.answered(command);
  answer.resolve();
  const found = () => asker.buttons().find(({ label }) => label.startsWith('Fill in: Title'));
  while (!found()) await new Promise((resolve) => setImmediate(resolve));
  const { answered } = await asker.answered(asker.press(found()!));
  expect(answered?.type).toBe(9);
});

test('a form of another person, a forged one, and one that is done are refused', async () => {
  const { asker, other, modal, filled } = await opened();
  await other.answered(other.fill(modal, { title: 'x' }));
  expect(other.reads().at(-1)).toContain('belongs to another person');
  const forged = { ...modal, custom_id: String(modal.custom_id).replace('k3x9f', 'other') };
  await asker.answered(asker.fill(forged, { title: 'x' }));
  expect(asker.reads().at(-1)).toContain('belongs to another person');
  expect(filled).toEqual([]);
});

describe('any form', () => {
  test('is modals that Discord takes, with every field in one of them, and no text of it is lost', () => {
    let several = 0;
    fc.assert(
      fc.property(anyForm, (form) => {
        const steps = stepsOf(form);
        if (steps.length > 1) several += 1;
        const modals = steps.map((_, step) => formModal(form, step, 'nFstate') as Json);
        for (const modal of modals) expect(modalFaults(modal)).toEqual([]);
        const given = modals.flatMap((modal) =>
          objects(modal.components).flatMap(({ component }) => (isObject(component) ? [component] : [])),
        );
        const state = Object.fromEntries(
          given.map((each) => [String(each.custom_id), String(each.value ?? '')]),
        );
        const values = valuesOf(state);
        expect(Object.keys(values).sort()).toEqual(form.fields.map(({ name }) => name).sort());
        for (const { name, kind, value = '' } of form.fields)
          if (kind.type !== 'choice') expect(values[name]).toBe(value);
      }),
      { numRuns: 150 },
    );
    expect(several).toBeGreaterThan(0);
  });
});

test('of a form in which nothing is missing the part that changes is chosen first', async () => {
  const values: Record<string, string> = { title: 'A school opens', statement: 'It has.', claims: 'c1' };
  const fields = sampleForm.fields.map((field) => ({
    ...field,
    value: field.value ?? values[field.name] ?? 'x',
  }));
  const whole = { ...sampleForm, fields };
  const memory = formInMemory(whole);
  const desk = await connected({ script: () => replyOf({ form: whole }), app: { forms: memory.forms } });
  const { answered } = await desk.asker.answered(desk.asker.command('deskwire', 'edit k3x9f'));
  expect(answered?.type).toBe(4);
  const changes = desk.asker.buttons().filter(({ label }) => label.startsWith('Change: '));
  expect(changes).toHaveLength(2);
  const second = await desk.asker.answered(desk.asker.press(changes[1]!));
  expect(inputs(second.answered!.data)).toContain('standing');
});
