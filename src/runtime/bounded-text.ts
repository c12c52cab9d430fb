/**
 * Bytes. Slack's largest answer to what is asked of it, the last 15 messages of a channel, may take some 17 million: each
 * with its text and fifty blocks at their longest, and six bytes a letter.
 */
export const longestAnswer = 20_000_000;

/** An answer went on longer than anything that was asked for, so its end was not read. */
export class TooLong extends Error {
  override name = 'TooLong';
}

/** The same chunks. Throws `TooLong` at the first byte over `longest`, and reads no further. */
export async function* capped(chunks: AsyncIterable<Uint8Array>, longest: number): AsyncIterable<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > longest) throw new TooLong(`an answer has more than ${longest} bytes`);
    yield chunk;
  }
}

/** The body as text, as `Response.text()` gives it; at most `longest` bytes, see `capped`. */
export async function boundedText(
  body: AsyncIterable<Uint8Array> | null,
  longest = longestAnswer,
): Promise<string> {
  const chunks = body ? await Array.fromAsync(capped(body, longest)) : [];
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** The same fetch, whose answers hold all of their body already. */
export const boundedFetch =
  (fetch: typeof globalThis.fetch, longest = longestAnswer): typeof globalThis.fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    return response.body === null
      ? response
      : new Response(await boundedText(response.body, longest), response);
  };
