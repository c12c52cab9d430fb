import type { Timetable } from '../domain/ports/timetable.ts';
import { holidaysOf } from './holidays.ts';
import { describeSchedule, readSchedule, readTime } from './read-schedule.ts';
import { readZone } from './read-zone.ts';
import { nextSlots } from './slots.ts';

export const timetable: Timetable = {
  read: readSchedule,
  describe: describeSchedule,
  next: (schedule, desk, after, count) => nextSlots(schedule, after, count, holidaysOf(desk)),
  isZone: (words) => readZone(words).ok,
  isTime: (words) => readTime(words).ok,
};
