import { monthNames } from './day.ts';
import type { DatePoint, DateShape } from './event-date.ts';

const seasonNames: Record<number, string> = { 21: 'spring', 22: 'summer', 23: 'autumn', 24: 'winter' };

/** The date in words, with exactly the precision it has. */
export function formatEventDate(shape: DateShape): string {
  switch (shape.kind) {
    case 'point':
      return qualified(shape.point);
    case 'span':
      if (!shape.from && !shape.to) return 'date not known';
      if (!shape.from) return `until ${qualified(shape.to as DatePoint)}`;
      if (!shape.to) return `since ${qualified(shape.from)}`;
      return range(shape.from, shape.to);
    case 'oneOf': {
      const members = shape.members.map((member) =>
        Array.isArray(member) ? range(member[0], member[1]) : qualified(member),
      );
      if (shape.before) return `on or before ${members.join(' or ')}`;
      if (shape.after) return `on or after ${members.join(' or ')}`;
      if (shape.members.length === 1 && Array.isArray(shape.members[0])) {
        return `some day within ${members[0]}`;
      }
      return `either ${members.join(' or ')}`;
    }
  }
}

function qualified(point: DatePoint): string {
  const text = plain(point);
  if (point.approximate && point.uncertain) return `possibly about ${text}`;
  if (point.approximate) return `about ${text}`;
  return point.uncertain ? `possibly ${text}` : text;
}

function plain({ year, month, day, unknownDigits }: DatePoint): string {
  if (unknownDigits === 2) return `the ${year}s (year not known)`;
  if (unknownDigits === 1) return `the ${year}s`;
  if (month === null) return String(year);
  const name = monthNames[month - 1] ?? seasonNames[month];
  return day === null ? `${name} ${year}` : `${day} ${name} ${year}`;
}

/** Shared parts are said once: `27–28 February 2023`, `28 February – 1 March 2023`, `May–June 2024`. */
function range(from: DatePoint, to: DatePoint): string {
  const qualifiers = from.approximate || from.uncertain || to.approximate || to.uncertain;
  const digits = from.unknownDigits + to.unknownDigits;
  if (!qualifiers && digits === 0 && from.year === to.year && from.month !== null && to.month !== null) {
    if (plain(from) === plain(to)) return plain(to);
    if (from.day !== null && to.day !== null) {
      if (from.month === to.month) return `${from.day}–${plain(to)}`;
      return `${from.day} ${monthNames[from.month - 1]} – ${plain(to)}`;
    }
    if (from.day === null && to.day === null) {
      return `${monthNames[from.month - 1] ?? seasonNames[from.month]}–${plain(to)}`;
    }
  }
  if (plain(from) === plain(to) && qualified(from) === qualified(to)) return qualified(to);
  return `${qualified(from)} – ${qualified(to)}`;
}
