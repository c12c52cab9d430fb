import { z } from 'zod';
import { description, innerSchema, schemaAt } from '../../domain/schema-shape.ts';
import { type FaultCode, quotedValue } from './fault.ts';
import { didYouMean } from './suggest.ts';

type Words = { code: FaultCode; what: string; fix: string };

/** What is wrong with one field, and what to write. `value` is what the file has there. */
export function issueWords(
  issue: z.core.$ZodIssue,
  label: string,
  value: unknown,
  schema: z.core.$ZodType,
): Words {
  const field = label === '' ? 'the entry' : `"${label}"`;
  const own = /^(Invalid|Too |Unrecognized)/.test(issue.message) ? undefined : issue.message;
  if (value === null) {
    return {
      code: 'wrong_type',
      what: `${field} is empty`,
      fix: `write ${expected(issue, own)}, or remove the key`,
    };
  }
  const days = typeof value === 'string' ? daysMeant(value) : [];
  if (days.length > 0 && /EDTF|^a day is written/.test(issue.message)) {
    const what = `${field} is ${quotedValue(value)}, as a spreadsheet writes a day`;
    return { code: 'wrong_value', what, fix: `write ${days.join(' or ')}` };
  }
  const odd = typeof value === 'string' && issue.message.startsWith('an id ') ? oddSign(value) : undefined;
  if (odd) return wrong(field, value, `write a plain hyphen, letter or digit for the sign ${odd}`);
  switch (issue.code) {
    case 'invalid_type': {
      const text = typeof value === 'object' ? undefined : `put it in quotes: "${value}"`;
      const fix = issue.expected === 'string' && text ? text : `write ${expected(issue, own)}`;
      return { code: 'wrong_type', what: `${field} is ${kindOf(value)}`, fix };
    }
    case 'invalid_value':
      return wrong(field, value, didYouMean(String(value), issue.values.map(String), 'choose one'));
    case 'too_small':
    case 'too_big':
      return { code: 'wrong_value', what: sized(issue.origin, field, value), fix: own ?? bound(issue) };
    case 'custom': {
      // The domain's messages on dates say what is wrong and, after a semicolon, what to write.
      const [what, fix] = issue.message.split('; ');
      if (fix) return { code: 'wrong_value', what: `${field}: ${what}`, fix };
      if (issue.message.startsWith('"')) {
        return { code: 'wrong_value', what: `${field}: ${issue.message}`, fix: dateFix(schema, issue.path) };
      }
      return wrong(field, value, issue.message);
    }
    default:
      return wrong(field, value, own ?? 'an address begins with https:// or http://');
  }
}

/** The first sign outside ASCII, with its number, because it may look like another. */
function oddSign(text: string): string | undefined {
  const sign = /[^\x20-\x7e]/u.exec(text)?.[0];
  return (
    sign && `${quotedValue(sign)} (U+${sign.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')})`
  );
}

/** Days since 30 December 1899 by which spreadsheets count, for the years 1954 to 2064. */
const serials = { from: 20_000, to: 60_000 };

/** The day that a spreadsheet's `16.03.2026`, `3/16/2026` or `46097` means; two where it may be either. */
function daysMeant(text: string): string[] {
  const typed = text.trim();
  const serial = /^\d{5}$/.test(typed) ? Number(typed) : 0;
  if (serial >= serials.from && serial <= serials.to)
    return [new Date(Date.UTC(1899, 11, 30 + serial)).toISOString().slice(0, 10)];
  const [, a = '', mark, b = '', year = ''] = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(typed) ?? [];
  const day = (d: string, m: string) => `${year}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  const all = mark === '/' ? [day(b, a), day(a, b)] : [day(a, b)];
  return [...new Set(all)].filter((one) => z.iso.date().safeParse(one).success);
}

/** What a missing key is, so that it can be filled in without looking it up. */
export function missingWords(label: string, schema: z.core.$ZodType, path: readonly PropertyKey[]): Words {
  const at = schemaAt(schema, path);
  const about = at && description(at);
  const inner = at && innerSchema(at);
  const choice = inner instanceof z.ZodEnum ? `one of ${inner.options.join(', ')}` : undefined;
  const key = String(path.at(-1));
  const hint = [about, choice].filter(Boolean).join('; ');
  return {
    code: 'missing_key',
    what: `"${label}" is missing`,
    fix: `add "${key}: …"${hint === '' ? '' : ` (${hint})`}`,
  };
}

function wrong(field: string, value: unknown, fix: string): Words {
  return { code: 'wrong_value', what: `${field} is ${quotedValue(value)}`, fix };
}

function dateFix(schema: z.core.$ZodType, path: readonly PropertyKey[]): string {
  const at = schemaAt(schema, path);
  return `write ${(at && description(at)) ?? 'an EDTF date'}, such as 2006-05 or 2023-02-27/2023-03-01`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of keys';
  return typeof value === 'string'
    ? `the text ${quotedValue(value)}`
    : `a ${typeof value}, ${quotedValue(value)}`;
}

function expected(issue: z.core.$ZodIssue, own: string | undefined): string {
  const kind = issue.code === 'invalid_type' ? issue.expected : undefined;
  if (kind === 'array') return 'a list, such as [one, two]';
  if (kind === 'object' || kind === 'record') return 'keys with values, one a line and indented further';
  if (kind === 'number' || kind === 'int') return 'a whole number';
  if (kind === 'boolean') return 'true or false';
  if (issue.code === 'invalid_value') return `one of ${issue.values.join(', ')}`;
  return own ? `it; ${own}` : 'text';
}

function sized(origin: string, field: string, value: unknown): string {
  if (typeof value === 'string')
    return value.trim() === '' ? `${field} is empty` : `${field} has ${value.length} characters`;
  if (Array.isArray(value))
    return value.length === 0 ? `${field} is an empty list` : `${field} has ${value.length} items`;
  return origin === 'number' ? `${field} is ${quotedValue(value)}` : `${field} is out of bounds`;
}

function bound(issue: {
  code: string;
  origin?: string;
  minimum?: number | bigint;
  maximum?: number | bigint;
}): string {
  const small = issue.code === 'too_small';
  const limit = small ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
  if (issue.origin === 'string') return small ? 'write something, or remove the key' : `${limit} characters`;
  return issue.origin === 'array' ? `give ${limit}` : `write a number of ${limit}`;
}

/** For fields whose schema says nothing of them, because their name is enough to who reads code. */
export const plainWords: Record<string, string> = {
  'dated.note': 'what a reader must know of this date',
  'fact.disagreements': 'what one source says differently, other than the date',
  'correction.on': 'day of the correction',
  'correction.note': 'what was corrected, as readers are told',
  'desk.topics': 'what entries are about',
  'desk.countries': 'countries of the region, and others it deals with',
  'desk.offices': 'offices that visitors and people hold',
  'desk.people': 'people whom entries name',
  'desk.organisations': 'organisations that entries name',
  'desk.places': 'towns and other places that entries name',
  spellings: 'other ways to write it',
  'topic.id': 'unique among the topics',
  'office.id': 'unique among the offices',
  'person.id': 'unique among the people',
  'organisation.id': 'unique among the organisations',
  'place.id': 'unique among the places',
  'topic.name': 'as readers see it',
  'organisation.name': 'as readers see it',
  'place.name': 'as readers see it',
  'place.country': 'the country it lies in',
  'holiday.day': 'when it is',
  'holiday.name': 'as readers see it',
  'era.name': 'as readers say it',
  'era.date': 'when it was or began, in EDTF',
  'era.spellings': 'other names',
};
