import { beforeAll, describe, expect, test } from 'vitest';
import { scopeOf } from '../../src/command/define.ts';
import type { EntryBody } from '../../src/domain/entry.ts';
import type { Form, FormField } from '../../src/domain/form.ts';
import { stepsOf } from '../../src/platforms/discord/handlers/form-view.ts';
import { formView } from '../../src/platforms/slack/handlers/form-view.ts';
import { question, questionsOf } from '../../src/platforms/terminal/form-questions.ts';
import { admin, DigestService } from './digest-service.ts';

/** What stands in files, and in no form. */
const fileWords =
  /EDTF|ISO \d|\b\w+\.(?:ya?ml|md)\b|front matter|\bkeys?\b|commas between|\bT\d\d:\d\d:\d\dZ|["“]\w+:|\b(?:kind|state|standing|direction|handling): ?\w|"\w+(?:\.\w+)?"/;

let service: DigestService;
const ids: Record<string, string> = {};

beforeAll(async () => {
  service = await DigestService.open();
  const desk = service.app.desks.byId('centralasia');
  if (!desk) throw new Error('the desk serves');
  const scope = scopeOf(desk, 'admin', service.time.clock());
  const all = await desk.entries.list(scope, { order: 'event-newest' }, { limit: 2000, offset: 0 });
  const first = (fits: (body: EntryBody) => boolean) =>
    all.items.find(({ body }) => fits(body))?.body.id ?? '';
  ids.fact = first(({ kind, type, people }) => type === 'fact' && kind === 'event' && people.length > 0);
  ids.confirmed = first(
    (body) => body.type === 'fact' && body.kind === 'event' && body.standing === 'confirmed',
  );
  ids.visit = first((body) => body.type === 'fact' && (body.visit?.places.length ?? 0) > 0);
  ids.brief = first(({ type }) => type === 'brief');
  ids.source = 'sanchez-2026';
  return () => service.end();
});

const ask = (text: string) =>
  service.app.answerer.answer({ text, person: admin, audience: 'person', pageSize: 10 });

const forms: readonly [string, () => string][] = [
  ['add fact', () => 'add fact'],
  ['add brief', () => 'add brief'],
  ['add source', () => 'add source'],
  ['edit a fact', () => `edit ${ids.fact}`],
  ['edit a visit', () => `edit ${ids.visit}`],
  ['edit a brief', () => `edit ${ids.brief}`],
  ['edit a source', () => `edit ${ids.source}`],
  ['correct a fact', () => `correct ${ids.fact}`],
  ['correct a source', () => `correct ${ids.source}`],
  ['retract a fact', () => `retract ${ids.fact}`],
  ['retract a source', () => `retract ${ids.source}`],
];

let interactions = 0;

/** Sends a form, gives up the draft that was begun of it, and answers with the form that came back. */
async function sent(line: string, values: Record<string, string>): Promise<Form> {
  const { form } = await ask(`/deskwire-edit ${line}`);
  if (!form) throw new Error(`${line} asks in no form`);
  interactions += 1;
  const outcome = await service.app.forms.fill({
    ...{ form: form.id, values, person: admin, complete: true, interaction: `f${interactions}` },
  });
  if (outcome.outcome !== 'kept') throw new Error(`${line} was taken with ${JSON.stringify(values)}`);
  await ask(`/deskwire-edit draft discard ${outcome.form.id}`);
  return outcome.form;
}

const faulty = ({ fields }: Form) => fields.flatMap(({ name, fault }) => (fault ? [name] : []));

/** The faults stand beside fields that each platform asks for. */
function expectReached(form: Form): void {
  const slack = formView(form, '').blocks.flatMap(({ block_id }) => block_id ?? []);
  const discord = stepsOf(form)
    .flat()
    .map(({ component }) => component.custom_id.replace(/^\?/, ''));
  for (const name of faulty(form)) {
    expect(slack).toContain(name);
    expect(discord).toContain(name);
  }
  expect(questionsOf(form).ahead.map(({ name }) => name)).toEqual(expect.arrayContaining(faulty(form)));
}

function textsOf(form: Form): string[] {
  const drawn = JSON.stringify([formView(form, ''), stepsOf(form)]);
  return [
    ...form.about,
    ...form.fields.flatMap(({ label, hint = '', fault = '' }) => [label, hint, fault]),
    ...form.fields.map((field) => question(questionsOf({ ...form, fields: [field] }))),
    ...(drawn.match(/"(?:text|description|label)":"(?:[^"\\]|\\.)*"/g) ?? []).map((text) =>
      text.replace(/^"\w+":/, ''),
    ),
  ].map((text) => text.replace(/^"|"$/g, ''));
}

/** A value that its field cannot take; undefined where it takes all. */
function unfit({ name, kind, required }: FormField): string | undefined {
  if (kind.type === 'choice') return 'nonsense';
  if (kind.type === 'name') return 'Xyzzyplugh';
  if (/^(date|dated|until|embargo)$/.test(name)) return 'soonish';
  if (name === 'url') return 'no address';
  if (name === 'source') return 'no-such-source';
  if (name === 'trip') return 'No Trip!';
  if (name === 'points' || name === 'argues' || name === 'reports') return 'x'.repeat(3001);
  if (required && name !== 'reason') return '';
  return 'long '.repeat(Math.ceil(('max' in kind ? kind.max : 0) / 5) + 1);
}

describe('a form that is refused', () => {
  test.each(forms)(
    '%s: has each field that is at fault, and says why without a word of files',
    async (_, line) => {
      const blank = (await ask(`/deskwire-edit ${line()}`)).form;
      const values = Object.fromEntries(
        (blank?.fields ?? []).flatMap((field) => {
          const value = unfit(field);
          return value === undefined ? [] : [[field.name, value]];
        }),
      );
      // What a visit asks for is asked while it is one.
      if (line() === `edit ${ids.visit}`) delete values.kind;
      const form = await sent(line(), values);
      // A source that the desk does not have is added once it is said what it is.
      const { source, ...others } = values;
      const lacking = source === undefined ? [] : ['publisher', 'sourcetitle'];
      expect(faulty(form).toSorted()).toEqual([...Object.keys(others), ...lacking].toSorted());
      expectReached(form);
      for (const text of textsOf(form)) expect(text).not.toMatch(fileWords);
    },
  );

  const statement = 'Both governments met.';
  const good = { statement, date: 'May 2006', topic: 'diplomacy', source: 'sanchez-2026' };
  test.each([
    ['a date after all that its source knows', 'add fact', { ...good, date: 'October 2026' }, 'kind'],
    [
      'one confirmed by one source',
      'add fact',
      { ...good, standing: 'confirmed', source: 'sanchez-2026' },
      'standing',
    ],
    ['a visit without a visitor', 'add fact', { ...good, kind: 'visit', country: 'KZ' }, 'visitor'],
    ['a visit from one neighbour to another', 'visit', { host: 'UZ' }, 'direction'],
    ['a place that the desk has not', 'visit', { place: 'paris' }, 'place'],
    ['a source that is no more cited', 'edit', { source: '' }, 'source'],
    ['a title that is too long once joined', 'edit', { title: 'x '.repeat(90) }, 'title'],
    ['an embargo without a day', 'edit', { embargo: 'next spring or so' }, 'embargo'],
  ])('%s reaches the field', async (_, about, values, field) => {
    const line = about === 'visit' ? `edit ${ids.visit}` : about === 'edit' ? `edit ${ids.fact}` : about;
    const form = await sent(line, values);
    expect(faulty(form)).toContain(field);
    expectReached(form);
    for (const text of textsOf(form)) expect(text).not.toMatch(fileWords);
  });
});

test('what an act does not ask for is asked once it is at fault, and the act is done with it', async () => {
  const { content } = service.app.store;
  const desk = await content.filedDesk('centralasia');
  if (!desk || !ids.confirmed) throw new Error('there is one');
  const doubtful = desk.sources.map((one) => ({ ...one, kind: 'press' as const, grade: 'F' as const }));
  const definition = { ...desk, sources: doubtful };
  const at = service.time.clock();
  await content.apply({ desk: 'centralasia', definition, entries: [], files: [], removed: [] }, at);
  await service.app.desks.refresh();
  const line = `/deskwire-edit retract ${ids.confirmed}`;
  const filled = { person: admin, complete: true };
  const first = await service.app.forms.fill({
    ...{ ...filled, form: (await ask(line)).form?.id ?? '', interaction: 'r1' },
    values: { reason: 'It was a mistake.' },
  });
  if (first.outcome !== 'kept') throw new Error('it was taken');
  expect(first.form.fields.map(({ name }) => name)).toEqual(['reason', 'standing']);
  const second = await service.app.forms.fill({
    ...{ ...filled, form: first.form.id, interaction: 'r2' },
    values: { reason: 'It was a mistake.', standing: 'reported' },
  });
  expect(second).toMatchObject({ outcome: 'answered', reply: { outcome: 'ok' } });
});

test('a choice does not say beside it what its list shows, and a list of names not how to part them', async () => {
  for (const [, line] of forms) {
    const { form } = await ask(`/deskwire-edit ${line()}`);
    for (const { kind, hint = '' } of form?.fields ?? []) {
      if (kind.type !== 'choice') continue;
      expect(kind.choices.filter(({ value }) => hint.split(/\W+/).includes(value)).length).toBeLessThan(2);
    }
    const views = JSON.stringify(form && formView(form, ''));
    expect(views).not.toContain('For several: first, second');
  }
});
