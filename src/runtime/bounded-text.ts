/**
 * Bytes. The largest Slack response we request, a channel's last 15 messages, can reach 17 million: each with its text
 * and fifty blocks at their limits, and six bytes per character.
 */
const longestAnswer = 20_000_000;

/** A response exceeded the limit; the rest was not read. */
export class TooLong extends Error {
  override name = 'TooLong';
}

/** Passes chunks through. Throws `TooLong` at the first byte over `longest` and stops reading. */
export async function* capped(chunks: AsyncIterable<Uint8Array>, longest: number): AsyncIterable<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > longest) throw new TooLong(`an answer has more than ${longest} bytes`);
    yield chunk;
  }
}

/** The body as `Response.text()` returns it; throws `TooLong` beyond `longest` bytes. */
export async function boundedText(
  body: AsyncIterable<Uint8Array> | null,
  longest = longestAnswer,
): Promise<string> {
  const chunks = body ? await Array.fromAsync(capped(body, longest)) : [];
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** Wraps `fetch` so that responses have a fully read body of bounded size. */
export const boundedFetch =
  (fetch: typeof globalThis.fetch, longest = longestAnswer): typeof globalThis.fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    return response.body === null
      ? response
      : new Response(await boundedText(response.body, longest), response);
  };
