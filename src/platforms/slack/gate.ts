import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { InFlight } from './in-flight.ts';

/** A payload that no handler took. */
export class UnreadablePayload extends Error {
  override name = 'UnreadablePayload';
}

/** Nothing new is taken any more. */
export class Stopping extends Error {
  override name = 'Stopping';
}

/**
 * Stands between a receiver and the app: counts the work in flight, takes nothing new once stopping, and sees to it
 * that what nobody acked is refused at once instead of hanging until Slack gives up.
 */
export function gated(receiver: Receiver, inFlight: InFlight, stopping: () => boolean): Receiver {
  return {
    init(app: App) {
      const processEvent = async (event: ReceiverEvent) => {
        // Unacked, Slack gives it to another connection or tells the reader to try again.
        if (stopping()) throw new Stopping('the app is stopping');
        let acked = false;
        const ack: ReceiverEvent['ack'] = (reply) => {
          acked = true;
          return event.ack(reply);
        };
        await inFlight.track(app.processEvent({ ...event, ack }));
        if (!acked) throw new UnreadablePayload('a payload of an unknown kind');
      };
      receiver.init({ processEvent } as App);
    },
    start: (...args) => receiver.start(...args),
    stop: (...args) => receiver.stop(...args),
  };
}
