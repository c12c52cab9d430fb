import anyAscii from 'any-ascii';
import { distance } from 'fastest-levenshtein';
import { cities } from './cities.ts';
import { fault, quoted, type ScheduleResult } from './schedule-fault.ts';

/** Zones that Intl still lists by an old name, and the name that IANA gives them now. */
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

/** `UTC+5`, `GMT-03:30`, `+5`, `Etc/GMT-5`, and abbreviations, which tell no place either. */
const offset =
  /^((utc|gmt|etc\/gmt|z)?\s*[+-]\s*\d.*|etc\/.*|gmt\d*|zulu|z|[cewm]es?t|[ecmp][sd]t|bst|msk|ist)$/i;

const suchAs = 'such as Tashkent, London or New York';

/** A time zone by IANA name, old or new, by a city, or by a country that has only one; `UTC` is one too. */
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

/** The name of a zone as IANA writes it now, in any capitals. */
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
  /** Of the city, and of the state or country that it stands under. */
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
/** Countries by their English name, each with its zones. */
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

/** Zones whose city is written much like it. */
function nearest(wanted: string): string[] {
  // Of a short word more than one letter makes another name.
  const most = wanted.length < 8 ? 1 : 2;
  const others = [...cities].map(([name, zone]) => ({ zone, names: [name] }));
  const near = [...namedZones(), ...others]
    .map(({ zone, names }) => ({ zone, far: Math.min(...names.map((name) => distance(name, wanted))) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far || a.zone.localeCompare(b.zone))
    .map(({ zone }) => zone);
  return [...new Set(near)].slice(0, 3);
}

/** Without accents, capitals and punctuation, in Latin letters. */
function normalise(text: string): string {
  return anyAscii(text)
    .toLowerCase()
    .replace(/['’.]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
