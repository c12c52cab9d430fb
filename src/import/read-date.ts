import { parseEventDate } from '../domain/event-date.ts';
import { findDates } from './find-dates.ts';

/**
 * The one date that a short text such as a `datetime` attribute gives, as EDTF. Of an instant the day that is written:
 * a page dates its articles by its own clock. Undefined when there is none, or when it could be several.
 */
export function readDate(text: string): string | undefined {
  const given = text.trim().slice(0, 200);
  const iso = /^(\d{4})(?:[-/]?(\d\d)(?:[-/]?(\d\d))?)?(?:[T ].*)?$/.exec(given);
  const edtf = iso ? iso.slice(1).filter(Boolean).join('-') : onlyDate(given);
  return edtf !== undefined && parseEventDate(edtf).ok ? edtf : undefined;
}

function onlyDate(text: string): string | undefined {
  const [found, more] = findDates(text);
  return found && more === undefined ? found.edtf : undefined;
}
