import type { ActionCodec } from '../../domain/ports/actions.ts';
import type { Answerer } from '../../domain/ports/answerer.ts';
import type { ButtonStates, ChannelSettings, MistakeReports, Once } from '../../domain/ports/chat.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Forms } from '../../domain/ports/forms.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Timers } from '../../domain/ports/timers.ts';
import type { Sender } from './sender.ts';

/** What the handlers of interactions work with. */
export interface DeskSide {
  answerer: Answerer;
  actions: ActionCodec;
  reports: MistakeReports;
  channels: ChannelSettings;
  once: Once;
  forms: Forms;
  buttonStates: ButtonStates;
  sender: Sender;
  clock: Clock;
  timers: Timers;
  log: Log;
  newErrorId: () => string;
  /** Servers that may ask; none: all. */
  guilds: readonly string[] | undefined;
  /** Logs a failure under a new id and gives the id, for the sentence that the reader sees. */
  failure(cause: unknown, what: string): string;
}
