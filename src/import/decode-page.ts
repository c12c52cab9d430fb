import { TextDecoder } from 'node:util';

/** Standards look for a declared charset among the first 1,024 bytes; pages in the wild put it later. */
const prescan = 4096;

/**
 * Bytes of a page as text, by the first of these that names a charset Node knows: byte order mark, Content-Type, the
 * page's own declaration. Without one UTF-8 where the bytes are valid UTF-8, else windows-1252. Never throws.
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
    // A label that nobody knows declares nothing.
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
  // A declaration that can be read byte by byte is not in UTF-16, so the standard reads such a label as UTF-8.
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
