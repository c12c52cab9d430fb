import anyAscii from 'any-ascii';
import { distance } from 'fastest-levenshtein';
import { quoted } from '../../domain/text.ts';
import { worldCountries } from '../../search/names/countries.ts';
import { cities } from './cities.ts';
import { fault, type ScheduleResult } from './schedule-fault.ts';

/** Zones that Intl lists by an old name, with their current IANA name. */
const renamed: Record<string, string> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** `UTC+5`, `GMT-03:30`, `+5`, `Etc/GMT-5`, and abbreviations, which name no place. */
const offset =
  /^((utc|gmt|etc\/gmt|z)?\s*[+-]\s*\d.*|etc\/.*|gmt\d*|zulu|z|[cewm]es?t|[ecmp][sd]t|bst|msk|ist)$/i;

const suchAs = 'such as Nairobi, London or New York';

/** Places that people mean by an abbreviation; the abbreviation itself says nothing of clock changes. */
const abbreviated: Record<string, string> = {
  est: 'America/New_York',
  edt: 'America/New_York',
  cst: 'America/Chicago',
  cdt: 'America/Chicago',
  mst: 'America/Denver',
  mdt: 'America/Denver',
  pst: 'America/Los_Angeles',
  pdt: 'America/Los_Angeles',
  gmt: 'Europe/London',
  bst: 'Europe/London',
  cet: 'Europe/Berlin',
  cest: 'Europe/Berlin',
  eet: 'Europe/Kyiv',
  eest: 'Europe/Kyiv',
  wet: 'Europe/Lisbon',
  west: 'Europe/Lisbon',
  msk: 'Europe/Moscow',
  ist: 'Asia/Kolkata',
};

/** Whether the text is meant as a zone, by an offset or an abbreviation. */
export const isOffset = (text: string): boolean => offset.test(text.trim());

/** Whether the text names a zone that is more than a country: a country beside a time may be a topic of it. */
export const isCity = (text: string): boolean => readZone(text).ok && !countries().has(normalise(text));

/** A time zone by IANA name (old or new), by city, or by a country with a single zone; `UTC` is accepted. */
export function readZone(text: string): ScheduleResult<string> {
  const typed = text.trim();
  if (/^utc$/i.test(typed)) return { ok: true, value: 'UTC' };
  if (offset.test(typed))
    return fault(
      'offset_zone',
      `${quoted(typed)} tells no place, and the clocks of places change.`,
      `Name a city in the zone, ${suchAs}.`,
      [abbreviated[typed.toLowerCase()] ?? []].flat(),
    );
  const exact = typed.includes('/') ? zoneOf(typed) : undefined;
  if (exact) return { ok: true, value: exact };
  const wanted = normalise(typed);
  const city = cities.get(wanted);
  if (city) return { ok: true, value: city };
  const found = namedZones().filter(({ names }) => names.includes(wanted));
  const ofCountry = countries().get(wanted);
  const named = found.length > 0 ? found.map(({ zone }) => zone) : (ofCountry?.zones ?? []);
  const [only, ...more] = [...new Set(named)];
  if (only && more.length === 0) return { ok: true, value: only };
  if (only && found.length === 0 && agree(named))
    return { ok: true, value: mainZone(named, ofCountry?.name) };
  const within = cityOf(typed);
  if (within) return { ok: true, value: within };
  if (only)
    return fault('ambiguous_zone', `${quoted(typed)} has several time zones.`, 'Name one of its cities.', [
      only,
      ...more,
    ]);
  return fault(
    'unknown_zone',
    `No time zone is known by the name ${quoted(typed)}.`,
    `Name a large city in the same zone, ${suchAs}, or an IANA zone such as Africa/Nairobi.`,
    nearest(wanted),
  );
}

/** Current IANA name of a zone, in any case. */
function zoneOf(typed: string): string | undefined {
  try {
    const zone = new Intl.DateTimeFormat('en', { timeZone: typed.replaceAll(' ', '_') });
    const { timeZone } = zone.resolvedOptions();
    return renamed[timeZone] ?? timeZone;
  } catch {
    return undefined;
  }
}

interface NamedZone {
  zone: string;
  /** Names of the city and of its state or country. */
  names: string[];
}

let known: NamedZone[] | undefined;
function namedZones(): NamedZone[] {
  known ??= Intl.supportedValuesOf('timeZone').flatMap((listed) => {
    const zone = renamed[listed] ?? listed;
    return [...new Set([zone, listed])].map((name) => {
      const parts = name.split('/').slice(1).map(normalise);
      return { zone, names: [...parts, parts.join(' ')] };
    });
  });
  return known;
}

interface ZonedCountry {
  name: string;
  zones: string[];
}

let regions: Map<string, ZonedCountry> | undefined;
/** Zones by every English name of a country. */
function countries(): Map<string, ZonedCountry> {
  if (regions) return regions;
  const nameOf = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  regions = new Map(
    worldCountries().flatMap(({ id: code, label, spellings }) => {
      const zones = (new Intl.Locale(`und-${code}`).getTimeZones?.() ?? []).map(
        (zone) => renamed[zone] ?? zone,
      );
      const name = nameOf.of(code) ?? code;
      return zones.length > 0
        ? [name, label, ...spellings].map((one) => [normalise(one), { name, zones }] as const)
        : [];
    }),
  );
  return regions;
}

/** Clocks are compared through two years, clock changes included. */
const compared = Array.from({ length: 105 }, (_, week) => Date.UTC(2026, 6, 1) + week * 7 * 86_400_000);

function agree(zones: readonly string[]): boolean {
  const clocks = zones.map((zone) => {
    const formatter = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'short',
    });
    return compared.map((at) => formatter.format(at)).join();
  });
  return new Set(clocks).size === 1;
}

/** The zone that Intl calls by the country's name, otherwise the one of most large cities. */
function mainZone(zones: readonly string[], country = ''): string {
  const own = zones.find((zone) => {
    const formatter = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortGeneric' });
    return formatter
      .formatToParts(0)
      .some(({ type, value }) => type === 'timeZoneName' && value === `${country} Time`);
  });
  const listed = (zone: string) => [...cities.values()].filter((one) => one === zone).length;
  return own ?? (zones.toSorted((a, b) => listed(b) - listed(a))[0] as string);
}

/** `Nairobi, Kenya`, `New York City`: a city with its country, or with a word that says that it is one. */
function cityOf(typed: string): string | undefined {
  const [, city, place] = /^(.+?),\s*(.+)$/.exec(typed) ?? [];
  if (city && place) {
    const zone = readZone(city);
    const country = countries().get(normalise(place));
    return zone.ok && country?.zones.includes(zone.value) ? zone.value : undefined;
  }
  const [, alone] = /^(.+) (?:city|time)$/i.exec(typed) ?? /^city of (.+)$/i.exec(typed) ?? [];
  const zone = alone === undefined ? undefined : readZone(alone);
  return zone?.ok ? zone.value : undefined;
}

/** Zones whose city is spelt similarly. */
function nearest(wanted: string): string[] {
  // In a short word, two wrong letters make another name.
  const most = wanted.length < 8 ? 1 : 2;
  const others = [...cities].map(([name, zone]) => ({ zone, names: [name] }));
  const near = [...namedZones(), ...others]
    .map(({ zone, names }) => ({ zone, far: Math.min(...names.map((name) => distance(name, wanted))) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far || a.zone.localeCompare(b.zone))
    .map(({ zone }) => zone);
  return [...new Set(near)].slice(0, 3);
}

/** Lower-case Latin letters without accents and punctuation. */
function normalise(text: string): string {
  return anyAscii(text)
    .toLowerCase()
    .replace(/['’.]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
