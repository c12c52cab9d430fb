import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { WebResponse } from '../domain/ports/web.ts';
import { type ImportFault, refused } from './import-fault.ts';

/** Bytes, as sent and as unpacked. */
export const largestPage = 5_000_000;

const unpackers = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** What to ask for: only what can be unpacked here. */
export const acceptedEncodings = 'gzip, br, deflate';

class TooLarge extends Error {}

/** The body unpacked. A bomb is dropped at the first byte over the limit, so it never takes more than that. */
export async function readBody(
  response: WebResponse,
  signal: AbortSignal,
): Promise<{ ok: true; bytes: Uint8Array } | { ok: false; fault: ImportFault }> {
  const encoding = (response.headers['content-encoding'] ?? '').trim().toLowerCase();
  const packed = encoding !== '' && encoding !== 'identity';
  if (packed && !Object.hasOwn(unpackers, encoding)) return refused('unreadable');
  if (Number(response.headers['content-length'] ?? 0) > largestPage) return refused('too_large');
  const chunks: Uint8Array[] = [];
  const collect = async (source: AsyncIterable<Uint8Array>) => {
    for await (const chunk of capped(source)) chunks.push(chunk);
  };
  try {
    if (packed) {
      const unpack = unpackers[encoding as keyof typeof unpackers]();
      await pipeline(capped(response.body), unpack, collect, { signal });
    } else await collect(response.body);
  } catch (error) {
    if (error instanceof TooLarge) return refused('too_large');
    if (signal.aborted) return refused('too_slow');
    return refused(isZlibError(error) ? 'unreadable' : 'unreachable');
  }
  return { ok: true, bytes: Buffer.concat(chunks) };
}

async function* capped(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > largestPage) throw new TooLarge();
    yield chunk;
  }
}

function isZlibError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR_');
}
