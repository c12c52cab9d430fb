/** What a reader sees of Discord markdown, and everything in it that does more than read. */
export interface Reading {
  text: string;
  links: { label: string; address: string }[];
  /** Mentions, times, commands, custom emoji, spoilers, addresses that link by themselves: none may come from an entry. */
  live: string[];
  /** How each line begins: '', '#', '##', '###', '-#', '>', '-', '1.' */
  starts: string[];
}

const lineStart = /^\s*(#{1,3}(?=\s)|-#(?=\s)|>>>(?=\s)|>(?=\s)|[-*+](?=\s)|\d+[.)](?=\s))/;

const live =
  /(?:<@[!&]?\d+>|<#\d+>|<\/[^>]+:\d+>|<t:-?\d+(?::\w)?>|<a?:\w+:\d+>|<id:\w+>|@everyone|@here|<?https?:\/\/[^\s>]+>?|discord(?:app)?\.(?:gg|com\/invite)\/\w+|:\w+:|\|\|)/iy;

/** Reads as Discord's client does: line starts first, then escapes, code, links, mentions and marks from the left. */
export function readMarkdown(content: string): Reading {
  const reading: Reading = { text: '', links: [], live: [], starts: [] };
  const fence = '```';
  let inCode = false;
  const lines = content.split('\n').map((line) => {
    // Nothing is alive in a block of code, which ends at the next fence wherever that stands.
    const end = line.indexOf(fence);
    if (inCode || line === fence) {
      const rest = inCode && end !== -1 ? readInline(line.slice(end + fence.length), reading) : '';
      const shown = inCode ? line.slice(0, end === -1 ? undefined : end) : '';
      inCode = inCode ? end === -1 : true;
      return shown.replaceAll('\u200b', '') + rest;
    }
    const start = line.match(lineStart)?.[1] ?? '';
    reading.starts.push(start === '' ? '' : start.replace(/^\d+/, '1'));
    return readInline(start ? line.slice(line.indexOf(start) + start.length) : line, reading);
  });
  reading.text = lines.join('\n');
  return reading;
}

const escaped = /\\([^0-9A-Za-z\s])/y;
const code = /(`+)([^`]+)\1(?!`)/y;
const link = /\[((?:\\.|[^\]\\])*)\]\(<?([^\s>)]+)>?\)/y;
const mark = /\*\*\*|\*\*|\*|__|_|~~|\u200b/y;
const special = /[\\`[<@h:|*_~\u200bd]/i;

function readInline(line: string, reading: Reading): string {
  let text = '';
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(line);
    if (found) at += found[0].length;
    return found;
  };
  while (at < line.length) {
    const plain = !special.test(line[at]!);
    const read = plain ? undefined : (match(escaped)?.[1] ?? match(code)?.[2]);
    if (plain) text += line[at++];
    else if (read !== undefined) text += read;
    else text += readLive(match, reading) ?? (match(mark) ? '' : line[at++]);
  }
  return text;
}

function readLive(match: (pattern: RegExp) => RegExpExecArray | null, reading: Reading): string | undefined {
  const linked = match(link);
  if (linked) {
    const label = readInline(linked[1]!, reading);
    reading.links.push({ label, address: linked[2]! });
    return label;
  }
  const found = match(live)?.[0];
  if (found) reading.live.push(found);
  return found;
}
