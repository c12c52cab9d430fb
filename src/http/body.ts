import { pipeline } from 'node:stream/promises';
import { TextDecoder } from 'node:util';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { WebResponse } from '../domain/ports/runtime.ts';
import { capped, TooLong } from '../runtime/bounded-text.ts';
import { failedWith, type ImportFault } from './fault.ts';

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

type ReadBody = { ok: true; bytes: Uint8Array } | { ok: false; fault: ImportFault };

/** Decompresses the body. Stops at the first byte over the limit, so a decompression bomb never uses more memory. */
export async function readBody(response: WebResponse, signal: AbortSignal): Promise<ReadBody> {
  const encoding = (response.headers['content-encoding'] ?? '').trim().toLowerCase();
  const packed = encoding !== '' && encoding !== 'identity';
  if (packed && !Object.hasOwn(unpackers, encoding)) return failedWith('unreadable');
  if (Number(response.headers['content-length'] ?? 0) > largestPage) return failedWith('too_large');
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
    if (error instanceof TooLong) return failedWith('too_large');
    if (signal.aborted) return failedWith('too_slow');
    return failedWith(isZlibError(error) ? 'unreadable' : 'unreachable');
  }
  const bytes = Buffer.concat(chunks);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzip(bytes, signal) : { ok: true, bytes };
}

/** Sites serve `feed.xml.gz` as it is. */
export async function gunzip(bytes: Uint8Array, signal?: AbortSignal): Promise<ReadBody> {
  const chunks: Uint8Array[] = [];
  const collect = async (source: AsyncIterable<Uint8Array>) => {
    for await (const chunk of capped(source, largestPage)) chunks.push(chunk);
  };
  try {
    await pipeline([bytes], createGunzip(), collect, { signal });
  } catch (error) {
    if (error instanceof TooLong) return failedWith('too_large');
    return failedWith(signal?.aborted ? 'too_slow' : 'unreadable');
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
 * Decodes a page. Its bytes decide before its labels: a byte order mark, UTF-16, or valid UTF-8. Otherwise the first
 * label that can be right, the document's own before a server's default; without one windows-1251 for bytes that look
 * Cyrillic, else windows-1252. Never throws.
 */
export function decodePage(bytes: Uint8Array, contentType: string): { text: string; charset: string } {
  const known = bomDecoder(bytes) ?? wideDecoder(bytes) ?? decoderFor(bytes, contentType);
  return { text: known.decode(bytes).replaceAll('\0', ''), charset: known.encoding };
}

const serverDefault = /^(?:iso-8859-1|windows-1252|us-ascii|utf-8)$/;

function decoderFor(bytes: Uint8Array, contentType: string): TextDecoder {
  const [header, own] = [named(headerCharset(contentType)), named(declaredCharset(bytes))];
  const labels = header && own && serverDefault.test(header.encoding) ? [own, header] : [header, own];
  const label = labels.find((one) => one !== undefined && one.encoding !== 'utf-8');
  const utf8 = utf8Share(bytes);
  // Escapes of ASCII, which only their label tells from text.
  if (utf8 === 'ascii')
    return label?.encoding === 'iso-2022-jp' ? label : (labels.find(Boolean) ?? new TextDecoder());
  if (utf8 === 'all') return new TextDecoder();
  if (label) return label;
  if (utf8 === 'most' || (utf8 === 'some' && labels.some(Boolean) && !looksCyrillic(bytes)))
    return new TextDecoder();
  return new TextDecoder(looksCyrillic(bytes) ? 'windows-1251' : 'windows-1252');
}

/** How much of what is not ASCII is valid UTF-8; a character that the end cuts counts as valid, unless it is the only one. */
function utf8Share(bytes: Uint8Array): 'ascii' | 'all' | 'most' | 'some' {
  if (bytes.every((byte) => byte < 0x80)) return 'ascii';
  try {
    const whole = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return /[^\0-\x7f]/.test(whole) ? 'all' : 'some';
  } catch {
    const text = new TextDecoder().decode(bytes);
    const wrong = text.match(/\ufffd/g)?.length ?? 0;
    const right = text.match(/[^\0-\x7f\ufffd]/g)?.length ?? 0;
    return right > wrong * 10 ? 'most' : 'some';
  }
}

/** In windows-1251 most letters of a word are in its last quarter; in western texts such a letter is alone. */
function looksCyrillic(bytes: Uint8Array): boolean {
  let [all, paired] = [0, 0];
  for (const [at, byte] of bytes.subarray(0, 100_000).entries()) {
    if (byte < 0xc0) continue;
    all += 1;
    if ((bytes[at + 1] ?? 0) >= 0xc0 || (bytes[at - 1] ?? 0) >= 0xc0) paired += 1;
  }
  return paired * 2 > all;
}

/** UTF-16 without a mark, by the `<` or `{` that a document begins with. */
function wideDecoder([first, second]: Uint8Array): TextDecoder | undefined {
  const begins = (byte: number | undefined) => byte === 0x3c || byte === 0x7b;
  if (begins(first) && second === 0) return new TextDecoder('utf-16le');
  return first === 0 && begins(second) ? new TextDecoder('utf-16be') : undefined;
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
    return new TextDecoder(label.replace(/^(?:cp|win|windows)[-_ ]?(?=125\d$)/i, 'windows-'));
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
