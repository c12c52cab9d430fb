/** Hours from UTC of the zone names that feeds use; the military letters as RFC 822 has them. Others count as UTC. */
const zoneHours: Readonly<Record<string, number>> = {
  ast: -4,
  adt: -3,
  at: -4,
  est: -5,
  edt: -4,
  et: -5,
  cst: -6,
  cdt: -5,
  ct: -6,
  mst: -7,
  mdt: -6,
  mt: -7,
  pst: -8,
  pdt: -7,
  pt: -8,
  akst: -9,
  akdt: -8,
  hst: -10,
  nst: -3.5,
  ndt: -2.5,
  brt: -3,
  art: -3,
  wet: 0,
  west: 1,
  bst: 1,
  cet: 1,
  cest: 2,
  met: 1,
  mest: 2,
  eet: 2,
  eest: 3,
  sast: 2,
  trt: 3,
  msk: 3,
  msd: 4,
  samt: 4,
  yekt: 5,
  omst: 6,
  novt: 7,
  krat: 7,
  irkt: 8,
  yakt: 9,
  vlat: 10,
  gst: 4,
  azt: 4,
  get: 4,
  amt: 4,
  irst: 3.5,
  aft: 4.5,
  pkt: 5,
  ist: 5.5,
  npt: 5.75,
  uzt: 5,
  tmt: 5,
  tjt: 5,
  almt: 5,
  aqtt: 5,
  kgt: 6,
  hkt: 8,
  sgt: 8,
  awst: 8,
  jst: 9,
  kst: 9,
  acst: 9.5,
  acdt: 10.5,
  aest: 10,
  aedt: 11,
  nzst: 12,
  nzdt: 13,
  a: -1,
  n: 1,
  m: -12,
  y: 12,
};

/** Languages whose month names are read, besides English. A name that two languages share means the same month. */
const languages =
  'ru uk kk ky uz tg tk az tr de fr es it pt nl pl cs sk hu el ro bg sr hr sl sv da nb fi et lv lt ca id vi'.split(
    ' ',
  );

const plain = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ');

let months: Map<string, number> | undefined;

/** Month by name, abbreviation or the form a name takes beside a day. Built at first use. */
function monthNamed(word: string): number | undefined {
  months ??= monthTable();
  return months.get(word) ?? (word.length > 3 ? months.get(word.slice(0, 3)) : undefined);
}

function monthTable(): Map<string, number> {
  const table = new Map<string, number>();
  for (const language of ['en', ...languages])
    for (const options of [
      { month: 'short' },
      { month: 'long' },
      { day: 'numeric', month: 'long' },
    ] as const) {
      const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC', calendar: 'gregory' });
      for (let month = 1; month <= 12; month++) {
        const part = format
          .formatToParts(Date.UTC(2026, month - 1, 15))
          .find(({ type, value }) => type === 'month' && /^\p{L}{3,}\.?$/u.test(value));
        const name = part && plain(part.value).replace(/\.$/, '');
        if (name && !table.has(name)) table.set(name, month);
      }
    }
  return table;
}

interface Clock {
  hour: number;
  minute: number;
  second: number;
}

const clockForm = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d{1,9})?)?$/;

function clockOf(text: string): Clock | undefined {
  const match = clockForm.exec(text);
  if (!match) return undefined;
  const [hour = 0, minute = 0, second = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const isEnd = hour === 24 && minute === 0 && second === 0;
  return (hour < 24 || isEnd) && minute < 60 && second < 60 ? { hour, minute, second } : undefined;
}

/** Minutes from UTC. Undefined for a number that is no offset; a name that is not known counts as UTC. */
function zoneMinutes(text: string): number | undefined {
  const named = /^(?:etc\/)?(?:gmt|utc|ut|z)?([+-]\d.*)$/.exec(text)?.[1] ?? text;
  const offset = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(named);
  if (offset) {
    const [hours, minutes] = [Number(offset[2]), Number(offset[3] ?? 0)];
    if (hours > 23 || minutes > 59) return undefined;
    return (offset[1] === '-' ? -1 : 1) * (hours * 60 + minutes);
  }
  if (!/^[a-z][a-z/_]{0,30}$/.test(named)) return undefined;
  return (zoneHours[named] ?? 0) * 60;
}

/** Two digits are a year from 1970 to 2069. */
const wholeYear = (digits: string) =>
  digits.length > 2 ? Number(digits) : Number(digits) + (Number(digits) < 70 ? 2000 : 1900);

function instant(year: number, month: number, day: number, at: Clock, zone: number): Date | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(at.hour, at.minute - zone, at.second);
  return date;
}

const midnight: Clock = { hour: 0, minute: 0, second: 0 };

/**
 * ISO 8601 and W3CDTF with parts missing, by day of the year, with or without separators. A hyphen in
 * front stands for the century.
 */
const isoForm =
  /^(\d{4}(?!\d$|\d\d$)|\d{2}(?=-\d\d-\d\d(?:t|$)|\d{3,4}$))(?:-?(\d{3})(?![\d-])|-0?(\d{1,2}|\p{L}{3,}\.?)(?:-(\d{1,2}))?|(\d{2})(\d{2})?)?(?:(?:t|\s+)(.+))?$/u;
const compactClock = /^(\d{2})(\d{2})(\d{2})?(?=z|[+-]|$)/;

function isoDate(text: string): Date | undefined {
  const match = isoForm.exec(text.replace(/^-(\d\d)-?(\d\d)$/, '20$1-$2'));
  if (!match) return undefined;
  const [, year = '', ordinal, month = match[5], day = match[6], , , rest] = match;
  const read = rest === undefined ? { at: midnight, zone: 0 } : clockAndZone(rest.trim());
  if (!read) return undefined;
  if (ordinal !== undefined) {
    const first = instant(wholeYear(year), 1, 1, read.at, read.zone);
    const days = Number(ordinal);
    return first && days > 0 && days < 367 ? new Date(first.getTime() + (days - 1) * 86_400_000) : undefined;
  }
  const named =
    month === undefined ? 1 : /^\d/.test(month) ? Number(month) : monthNamed(month.replace(/\.$/, ''));
  if (!named) return undefined;
  return instant(wholeYear(year), named, Number(day ?? 1), read.at, read.zone);
}

function clockAndZone(text: string): { at: Clock; zone: number } | undefined {
  const spread = text
    .replace(compactClock, (_, h, m, s) => `${h}:${m}${s ? `:${s}` : ''}`)
    .replace(/^\d{1,2}(?=z|[+-]|$)/, '$&:00');
  const [, clock = '', zone = ''] = /^([\d:.,]+)\s*(.*)$/.exec(spread) ?? [];
  const at = clockOf(clock);
  const minutes = zone === '' ? 0 : zoneMinutes(zone);
  return at && minutes !== undefined ? { at, zone: minutes } : undefined;
}

/** Words of a date in any order: RFC 822 with and without its weekday, asctime, month first, `2006/09/15`. */
function wordDate(text: string): Date | undefined {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const numbers: string[] = [];
  let [month, day, year]: (number | undefined)[] = [];
  let at: Clock | undefined;
  let zone = 0;
  let half: string | undefined;
  for (const word of words) {
    const bare = word.replace(/\.$/, '');
    const dated = /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})$/.exec(bare);
    const dotted = /^(\d{1,2})([/.-])(\d{1,2}|\p{L}{3,})\2(\d{4}|\d{2})$/u.exec(bare);
    if (dated) [year, month, day] = dated.slice(1).map(Number);
    else if (dotted) {
      const read = dayMonthOf(dotted[1] ?? '', dotted[3] ?? '', dotted[2] === '.');
      if (!read) return undefined;
      ({ day, month } = read);
      year = wholeYear(dotted[4] ?? '');
    } else if (word.includes(':') && /^\d/.test(word)) {
      const read = at ? undefined : clockAndZone(word);
      if (!read) return undefined;
      at = read.at;
      zone ||= read.zone;
    } else if (/^\d{1,4}(?:st|nd|rd|th)?$/.test(bare)) numbers.push(bare.replace(/\D+$/, ''));
    else if (/^[ap]\.?m$/.test(bare)) half = bare[0];
    else if (
      month === undefined &&
      monthNamed(bare) !== undefined &&
      numbers.length < 2 &&
      !isWeekday(bare, words)
    )
      month = monthNamed(bare);
    else if (/^[+-]\d|^(?:gmt|utc|ut|etc)/.test(bare) || (at && /^[a-z/_]+$/.test(bare))) {
      const minutes = zoneMinutes(bare);
      if (minutes === undefined) return undefined;
      zone = minutes;
    } else if (!/^\p{L}+$/u.test(bare)) return undefined;
  }
  if (year === undefined) {
    const four = numbers.findIndex((digits) => digits.length > 2);
    const last = four === -1 ? numbers.length - 1 : four;
    const [own] = numbers.splice(last, 1);
    if (own === undefined) return undefined;
    year = wholeYear(own);
    day ??= numbers.length === 0 ? undefined : Number(numbers.shift());
  }
  if (month === undefined || day === undefined || numbers.length > 0) return undefined;
  const clock = at ?? midnight;
  if (half === undefined) return instant(year, month, day, clock, zone);
  const hour = (clock.hour % 12) + (half === 'p' ? 12 : 0);
  return instant(year, month, day, { ...clock, hour }, zone);
}

/** The first word is a weekday if a month follows: `mar` is Tuesday in four languages, and March in more. */
const isWeekday = (word: string, words: readonly string[]) =>
  word === words[0]?.replace(/\.$/, '') &&
  words
    .slice(1)
    .some((other) => /^\p{L}{3,}\.?$/u.test(other) && monthNamed(other.replace(/\.$/, '')) !== undefined);

/** With dots the day comes first; with slashes only a number over 12 tells which is the day. */
function dayMonthOf(a: string, b: string, dots: boolean): { day: number; month: number } | undefined {
  if (!/^\d/.test(b)) {
    const month = monthNamed(b);
    return month === undefined ? undefined : { day: Number(a), month };
  }
  const [first, second] = [Number(a), Number(b)];
  if (dots || first > 12) return { day: first, month: second };
  return second > 12 ? { day: second, month: first } : undefined;
}

/** `2004년 5월 28일 01:31:15` and `2004-05-25 오후 11:23:17`, in the time of Korea. */
function koreanDate(text: string): Date | undefined {
  const match =
    /^(\d{4})(?:년|-)\s*(\d{1,2})(?:월|-)\s*(\d{1,2})일?\s+(오전|오후)?\s*(\d{1,2}:\d{1,2}(?::\d{1,2})?)$/.exec(
      text,
    );
  const at = clockOf(match?.[5] ?? '');
  if (!match || !at) return undefined;
  const [year = 0, month = 0, day = 0] = match.slice(1, 4).map(Number);
  const hour = match[4] === undefined ? at.hour : (at.hour % 12) + (match[4] === '오후' ? 12 : 0);
  return instant(year, month, day, { ...at, hour }, 9 * 60);
}

const longest = 100;

/**
 * The instant that a feed gives for an item, in any of the forms that feeds use. Without a zone it is UTC, never the
 * time of this machine; a day without a time is its first instant. Undefined if it cannot be read or does not exist.
 */
export function readFeedDate(given: string): Date | undefined {
  const text = given
    .slice(0, longest * 2)
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (text === '' || text.length > longest) return undefined;
  if (/[년오]/.test(text)) return koreanDate(text);
  const folded = plain(text);
  return isoDate(folded) ?? wordDate(folded);
}
