import type { PostKey } from '../../domain/ports/channel-sender.ts';

/** Small print in every part's text: how a send that was cut off is found again once its nonce is forgotten. */
export const postMark = ({ delivery, part }: PostKey) => `${delivery}-${part + 1}`;

/**
 * Part of the frozen body. "The documented uniqueness is per author, not per channel": a delivery's id is random and
 * belongs to one channel, so the mark serves as it is; it holds at most 19 of the 25 characters.
 */
export const postNonce = (key: PostKey) => ({ nonce: postMark(key), enforce_nonce: true });

/** Whether a message, as Discord gives it back, shows the mark, wherever in its components it stands. */
export const showsMark = (message: unknown, mark: string): boolean =>
  textsIn(message).some((text) => text.replaceAll('\\', '').match(marks)?.includes(mark));

const marks = /(?<![0-9a-z])[0-9a-z]{16}-\d{1,2}(?!\d)/g;

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === 'content' && typeof each === 'string' ? [each] : textsIn(each),
  );
}
