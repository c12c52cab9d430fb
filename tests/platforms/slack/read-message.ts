/** What a reader sees of blocks, and what a screen reader says of a text: the marks gone, entities read. */
type Json = Record<string, unknown>;

const entities = (text: string) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
export const bare = (text: string) => text.replace(/\u2060/g, '');

/** mrkdwn with links replaced by what they show. */
export const readMrkdwn = (text: string) =>
  entities(bare(text.replace(/<(https?:[^|>]*)\|([^>]*)>/g, '$2').replace(/<(https?:[^>]*)>/g, '$1')));

export function readBlocks(value: unknown): string {
  if (Array.isArray(value)) return value.map(readBlocks).join('');
  if (typeof value !== 'object' || value === null) return '';
  const own = value as Json;
  if (own.type === 'mrkdwn') return `${readMrkdwn(String(own.text))}\n`;
  if (own.type === 'plain_text') return `${own.text}\n`;
  if (typeof own.text === 'string') return own.text;
  if (own.type === 'user') return `<@${own.user_id}>`;
  if (own.type === 'usergroup') return `<!subteam^${own.usergroup_id}>`;
  if (own.type === 'channel') return `<#${own.channel_id}>`;
  const inner = ['text', 'fields', 'accessory', 'element', 'elements', 'label']
    .map((key) => readBlocks(own[key]))
    .join('');
  return own.type === 'rich_text' || own.type === 'rich_text_section' ? `${inner}\n` : inner;
}

/** Every address that something in the blocks or the text leads to. */
export function links(value: unknown): string[] {
  if (typeof value === 'string')
    return [...value.matchAll(/<([^<>|]*)(?:\|[^<>]*)?>/g)].map(([, url]) => entities(url!));
  if (Array.isArray(value)) return value.flatMap(links);
  if (typeof value !== 'object' || value === null) return [];
  const own = value as Json;
  if (own.type === 'mrkdwn') return links(own.text);
  return [
    ...(typeof own.url === 'string' ? [own.url] : []),
    ...Object.entries(own)
      .filter(([key]) => key !== 'text' || typeof own.text !== 'string')
      .flatMap(([, each]) => (typeof each === 'string' ? [] : links(each))),
  ];
}

/** All kinds of element used, to see that none mentions anyone. */
export function kinds(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(kinds);
  if (typeof value !== 'object' || value === null) return [];
  const own = value as Json;
  return [...(typeof own.type === 'string' ? [own.type] : []), ...Object.values(own).flatMap(kinds)];
}
