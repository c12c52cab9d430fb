import type { Asker } from './ask.ts';
import { type Answer, deliver, type Place } from './deliver.ts';
import type { Room } from './room.ts';
import { privately } from './wording.ts';

/** A press, checked: who, where, and what the button was made to do. */
export interface Press {
  asker: Asker;
  userName: string;
  place: Place;
  /** Slack's name for the message that holds the button. */
  message: string;
  /** Whether that message is seen by all. */
  public: boolean;
  below: boolean;
  /** The first message of the answer that is wanted; those before it have been shown. */
  from: number;
}

/** Where buttons on the Home are bound to, since they are in no channel. */
export const homeChannel = 'home';

/** What an answer to all leaves out, to the one who asked. */
export async function tellAside(
  room: Room,
  to: Pick<Press, 'place'>,
  { aside }: Pick<Answer, 'aside'>,
): Promise<void> {
  if (aside !== undefined) await tell(room, to, aside);
}

/** A word to the one who asked or pressed. On the Home, or where Slack takes nothing more, only the log can say it. */
export async function tell(room: Room, { place }: Pick<Press, 'place'>, text: string): Promise<void> {
  if (place.channel === homeChannel) return;
  const result = await deliver(room, place, privately(text));
  if (!result.ok) room.untold(result.failure);
}
