import anyAscii from 'any-ascii';
import { distance } from 'fastest-levenshtein';
import { cities } from './cities.ts';
import { fault, quoted, type ScheduleResult } from './schedule-fault.ts';

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

const suchAs = 'such as Tashkent, London or New York';

/** A time zone by IANA name (old or new), by city, or by a country with a single zone; `UTC` is accepted. */
export function readZone(text: string): ScheduleResult<string> {
  const typed = text.trim();
  if (/^utc$/i.test(typed)) return { ok: true, value: 'UTC' };
  if (offset.test(typed))
    return fault(
      'offset_zone',
      `${quoted(typed)} tells no place, and the clocks of places change.`,
      `Name a city in the zone, ${suchAs}.`,
    );
  const exact = typed.includes('/') ? zoneOf(typed) : undefined;
  if (exact) return { ok: true, value: exact };
  const wanted = normalise(typed);
  const city = cities.get(wanted);
  if (city) return { ok: true, value: city };
  const found = namedZones().filter(({ names }) => names.includes(wanted));
  const named = found.length > 0 ? found.map(({ zone }) => zone) : (countries().get(wanted) ?? []);
  const [only, ...more] = [...new Set(named)];
  if (only && more.length === 0) return { ok: true, value: only };
  if (only)
    return fault('ambiguous_zone', `${quoted(typed)} has several time zones.`, 'Name one of its cities.', [
      only,
      ...more,
    ]);
  return fault(
    'unknown_zone',
    `No time zone is known by the name ${quoted(typed)}.`,
    `Name a large city in the same zone, ${suchAs}, or an IANA zone such as Asia/Almaty.`,
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

let regions: Map<string, string[]> | undefined;
/** Zones by English country name. */
function countries(): Map<string, string[]> {
  if (regions) return regions;
  const nameOf = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));
  regions = new Map(
    letters.flatMap((first) =>
      letters.flatMap((second) => {
        const name = nameOf.of(first + second);
        const zones = new Intl.Locale(`und-${first}${second}`).getTimeZones?.() ?? [];
        return name && zones.length > 0
          ? [[normalise(name), zones.map((zone) => renamed[zone] ?? zone)]]
          : [];
      }),
    ),
  );
  return regions;
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
