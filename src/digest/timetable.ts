import type { Timetable } from '../domain/ports/timetable.ts';
import { holidaysOf } from './holidays.ts';
import { isCronLike } from './read-cron.ts';
import { describeSchedule, readSchedule, readTime } from './read-schedule.ts';
import { readZone } from './read-zone.ts';
import { latest, upcoming } from './upcoming.ts';

export const timetable: Timetable = {
  read: readSchedule,
  describe: describeSchedule,
  next: (subscription, desk, now, count) =>
    upcoming(subscription, latest(subscription.slot, now), count, holidaysOf(desk)),
  isZone: (words) => readZone(words).ok,
  isCronLike,
  isTime: (words) => readTime(words).ok,
};
