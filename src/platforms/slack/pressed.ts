import { deliver, type Place } from './deliver.ts';
import type { Room } from './room.ts';
import { sentence } from './wording.ts';

/** A press, checked: who, where, and what the button was made to do. */
export interface Press {
  team: string;
  user: string;
  userName: string;
  place: Place;
  /** Whether the message that holds the button is seen by all. */
  public: boolean;
  below: boolean;
  trigger: string;
}

/** Where buttons on the Home are bound to, since they are in no channel. */
export const homeChannel = 'home';

/** A word to the one who pressed. On the Home there is no way to say it but the log. */
export async function tell(room: Room, { place }: Press, text: string): Promise<void> {
  if (place.channel === homeChannel) return;
  await deliver(room, place, [sentence(text)], { visibility: 'private' });
}
