import type { FieldFault } from '../../domain/ports/content.ts';
import { capital } from '../../domain/text.ts';
import type { Finding } from './fault.ts';

interface Words {
  /** The key whose field is where it is put right. */
  field?: string;
  /** What is wrong; missing: as it is said of a file. */
  what?: string;
  /** What to do; empty: that is plain. */
  fix?: string;
}

/** What is said in a form in place of what to write in a file. `name`: what the finding names first. */
const byCode: Partial<Record<Finding['code'], (name: string, finding: Finding) => Words>> = {
  missing_key: () => ({ what: 'It is needed', fix: '' }),
  unknown_topic: (name) => gone('topic', name),
  unknown_country: (name) => gone('country', name),
  unknown_person: (name) => gone('person', name),
  unknown_office: (name) => gone('office', name),
  unknown_organisation: (name) => gone('organisation', name),
  unknown_place: (name) => gone('place', name),
  unknown_source: (name) => ({ ...gone('source', name), field: 'sources' }),
  unknown_entry: (name, { what }) =>
    what.includes('itself')
      ? { what: 'It names the entry itself', fix: 'name another entry, or leave it empty' }
      : { what: `There is no entry “${name}”`, fix: 'name another one, or leave it empty' },
  uncited_source: (name) => ({
    field: 'sources',
    what: `A part of the fact rests on the source “${name}”`,
    fix: 'leave it among the sources',
  }),
  visit_fields: () => ({
    field: 'kind',
    what: 'A visit needs a visitor, the office held and the country visited',
    fix: 'say them, or choose another kind',
  }),
  visit_direction: () => ({
    fix: 'choose the other direction, another country visited, or the kind “event”',
  }),
  visit_place: (name) => ({
    field: 'places',
    what: `The place “${name}” lies in another country than the one visited`,
    fix: 'take it out, or choose the other country',
  }),
  outcome: () => ({
    field: 'kind',
    what: 'Another fact tells how this plan ended',
    fix: 'leave the kind “plan”, or leave “How it ended” empty',
  }),
  retraction: () => ({ what: 'A retraction needs its reason, and only a retraction has one', fix: '' }),
  correction: () => ({ fix: 'ask whoever keeps the desk’s files' }),
  unconfirmed: () => ({
    fix: 'choose the standing “reported”, or cite a primary source or a second independent one',
  }),
  beyond_source: () => ({
    field: 'kind',
    fix: 'choose the kind “plan” for what is expected, put the date right, or cite a source that reaches so far',
  }),
  wrong_order: () => ({
    field: 'until',
    what: 'It lists visits completely for longer than that',
    fix: 'choose a later end',
  }),
};

const gone = (kind: string, name: string): Words => ({
  what: `The desk has no ${kind} “${name}”`,
  fix: 'choose another, or take it out',
});

/** A fault as it is told beside a field of a form: without the words of files. */
export function inFormWords(finding: Finding): FieldFault {
  const [, name = ''] = /"([^"]*)"/.exec(finding.what) ?? [];
  const words = byCode[finding.code]?.(name, finding) ?? {};
  const what = words.what ?? plainWhat(finding.what);
  const fix = words.fix ?? plainFix(finding.fix);
  const says = `${capital(what)}${fix && `; ${fix}`}.`;
  return { field: words.field ?? finding.path ?? '', says: says.replace(/([.?!])\.$/, '$1') };
}

/** The field need not be named beside itself. */
const plainWhat = (what: string) =>
  what
    .replace(/^"[\w.]+" is (".*)$/s, '$1 cannot stand here')
    .replace(/^"[\w.]+"(?: is|:) /, '')
    .replace(/^"[\w.]+" has /, 'it has ')
    .replaceAll(/"([^"]*)"/g, '“$1”');

const plainFix = (fix: string) =>
  fix.replace(/, or remove the key$/, ', or leave it empty').replaceAll(/"([^"]*)"/g, '“$1”');
