import type { Desk } from '../domain/desk.ts';
import { knownDate } from '../domain/known-date.ts';
import { termsOf } from '../domain/terms.ts';
import type { Raw } from './field.ts';
import { idFrom } from './make-id.ts';

type Visit = Partial<
  Record<'direction' | 'visitor' | 'office' | 'from' | 'host' | 'trip', string | undefined>
> & { places?: string[] };

/**
 * What follows from the rest of a visit need not be said: the visitor from the only person, the office from when it was
 * held, the countries and the way from each other. Only where a single answer fits; what is said stands.
 */
export function completeVisit(raw: Raw, desk: Desk): void {
  const list = (key: string) => (raw[key] as string[] | undefined) ?? [];
  const said = (raw.visit as Visit | undefined) ?? {};
  const { countries, offices, people, places } = desk.definition;
  const edtf = (raw.dates as { edtf: string }[] | undefined)?.[0]?.edtf;
  const visitor = said.visitor ?? only(list('people'));
  const office = said.office ?? (visitor && edtf ? only(officesHeld(desk, visitor, edtf)) : undefined);
  const from =
    said.from ??
    offices.find(({ id }) => id === office)?.country ??
    people.find(({ id }) => id === visitor)?.country;
  const host = said.host ?? only(list('countries').filter((id) => id !== from));
  const covered = (id: string | undefined) => countries.some((one) => one.id === id && one.covered);
  const direction =
    said.direction ?? (host && from ? (covered(host) ? 'to-region' : 'from-region') : undefined);
  const stops = list('places').filter((id) => places.find((place) => place.id === id)?.country === host);
  const family = visitor?.split('-').at(-1);
  const trip =
    said.trip ?? (family && edtf ? idFrom(`${family} ${knownDate(edtf).edtf.slice(0, 7)}`) : undefined);
  const parts = { direction, visitor, office, from, host, trip };
  const known = Object.entries(parts).filter(([, value]) => value !== undefined);
  raw.visit = { ...said, ...Object.fromEntries(known), places: said.places ?? stops };
  const also = (key: string, values: (string | undefined)[]) => {
    raw[key] = [...new Set([...list(key), ...values.filter((value) => value !== undefined)])];
  };
  also('people', [visitor]);
  also('countries', [host, from]);
}

/** Offices that the person may have held on the day. */
function officesHeld(desk: Desk, person: string, edtf: string): string[] {
  const { earliest, latest } = knownDate(edtf);
  const roles = desk.definition.people.find(({ id }) => id === person)?.roles ?? [];
  const held = [...new Set(roles.map(({ office }) => office))];
  return held.filter((office) =>
    termsOf(desk, person, [office]).some(
      ({ from, to }) => from <= (latest ?? '9999-12-31') && to >= (earliest ?? '0000-01-01'),
    ),
  );
}

const only = (ids: readonly string[]) => (ids.length === 1 ? ids[0] : undefined);
