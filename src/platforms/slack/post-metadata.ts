import type { PostKey } from '../../domain/ports/channel-sender.ts';

const eventType = 'deskwire_digest';

/** The `metadata` of a part's message: how a send that was cut off is found again. Part of the frozen body. */
export const postMetadata = ({ delivery, part }: PostKey) => ({
  event_type: eventType,
  event_payload: { delivery, part },
});

/** What a message of conversations.history carries, if it is one of ours. */
export function postKeyOf(message: unknown): PostKey | undefined {
  const { event_type, event_payload } = field(field(message).metadata);
  const { delivery, part } = field(event_payload);
  if (event_type !== eventType || typeof delivery !== 'string' || typeof part !== 'number') return undefined;
  return { delivery, part };
}

const field = (value: unknown) =>
  (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
