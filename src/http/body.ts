import { pipeline } from 'node:stream/promises';
import { TextDecoder } from 'node:util';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { WebResponse } from '../domain/ports/runtime.ts';
import { capped, TooLong } from '../runtime/bounded-text.ts';
import { type ImportFault, refused } from './fault.ts';

/** Bytes, both compressed and uncompressed. */
export const largestPage = 5_000_000;

const unpackers = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** Accept-Encoding: only what can be decompressed here. */
export const acceptedEncodings = 'gzip, br, deflate';

/** Decompresses the body. Stops at the first byte over the limit, so a decompression bomb never uses more memory. */
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
    for await (const chunk of capped(source, largestPage)) chunks.push(chunk);
  };
  try {
    if (packed) {
      const unpack = unpackers[encoding as keyof typeof unpackers]();
      await pipeline(capped(response.body, largestPage), unpack, collect, { signal });
    } else await collect(response.body);
  } catch (error) {
    if (error instanceof TooLong) return refused('too_large');
    if (signal.aborted) return refused('too_slow');
    return refused(isZlibError(error) ? 'unreadable' : 'unreachable');
  }
  return { ok: true, bytes: Buffer.concat(chunks) };
}

function isZlibError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR_');
}

/** The standard looks for a declared charset in the first 1,024 bytes; real pages declare it later. */
const prescan = 4096;

/**
 * Decodes a page by the first of these that names a charset Node knows: byte order mark, Content-Type, the page's own
 * declaration. Otherwise UTF-8 if the bytes are valid UTF-8, else windows-1252. Never throws.
 */
export function decodePage(bytes: Uint8Array, contentType: string): { text: string; charset: string } {
  const decoder = bomDecoder(bytes) ?? named(headerCharset(contentType)) ?? named(declaredCharset(bytes));
  const known = decoder ?? (isUtf8(bytes) ? new TextDecoder() : new TextDecoder('windows-1252'));
  return { text: known.decode(bytes).replaceAll('\0', ''), charset: known.encoding };
}

function bomDecoder(bytes: Uint8Array): TextDecoder | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return new TextDecoder();
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le');
  return first === 0xfe && second === 0xff ? new TextDecoder('utf-16be') : undefined;
}

function named(label: string | undefined): TextDecoder | undefined {
  if (!label) return undefined;
  try {
    return new TextDecoder(label);
  } catch {
    // An unknown label declares nothing.
    return undefined;
  }
}

function headerCharset(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*["']?([^\s"';]{1,40})/i.exec(contentType)?.[1];
}

/** `<meta charset>`, `<meta http-equiv content="…; charset=…">` or the XML declaration. */
function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, prescan));
  const label =
    /<meta\b[^>]{0,400}?\bcharset\s{0,9}=\s{0,9}["']?\s{0,9}([^\s"'/>;]{1,40})/i.exec(head)?.[1] ??
    /^\s*<\?xml\b[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']([^"']{1,40})/i.exec(head)?.[1];
  // A declaration readable byte by byte is not UTF-16; the standard reads such a label as UTF-8.
  return label && /^utf-?16/i.test(label) ? 'utf-8' : label;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Content types of feeds and OPML; many sites send only XML. */
export const isFeedType = (type: string): boolean =>
  /^(text|application)\/(xml|json|x-opml)$|^application\/[\w.-]{1,40}\+(xml|json)$/.test(type);

/** The media type of a Content-Type, in lower case, without parameters. */
export const mediaType = (contentType: string): string =>
  (contentType.split(';')[0] ?? '').trim().toLowerCase();

/** Characters searched for the root element. */
const furthest = 65_536;

/** Local name of the first element of an XML or HTML document, in lower case. */
export function rootElement(text: string): string | undefined {
  for (let at = text.indexOf('<'); at !== -1 && at < furthest; at = text.indexOf('<', at)) {
    const end = text.startsWith('<!--', at)
      ? text.indexOf('-->', at + 4)
      : /^<[?!]/.test(text.slice(at, at + 2))
        ? text.indexOf('>', at)
        : undefined;
    if (end === undefined)
      return /^<(?:[\w.-]{1,30}:)?([a-z][\w-]{0,30})/i.exec(text.slice(at, at + 64))?.[1]?.toLowerCase();
    if (end === -1) return undefined;
    at = end;
  }
  return undefined;
}

/** Whether the text is a feed or an OPML list, whatever its content type. */
export function isFeedLike(text: string): boolean {
  if (text.trimStart().startsWith('{')) return text.includes('jsonfeed.org/version/');
  return ['rss', 'feed', 'rdf', 'opml'].includes(rootElement(text) ?? '');
}
