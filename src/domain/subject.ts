import { subjectPattern } from './roles.ts';

/** What a person is written like: an id, a mention, or a name that no platform made into one. */
export const personLike = /^(?:<?@|(?:slack|discord):|terminal$)/i;

/**
 * The id of the person that `written` means to the one who asks: an id as it is, or a mention as Slack or Discord
 * write it, `<@U123|name>` and `<@123>`, of the asker's own workspace or server. Undefined: it is none of these.
 */
export function subjectOf(written: string, asker: string): string | undefined {
  if (subjectPattern.test(written)) return written;
  const [platform, place] = asker.split(':');
  const slack = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(written)?.[1];
  if (slack && platform === 'slack') return `slack:${place}:${slack}`;
  const discord = /^<@!?(\d{5,25})>$/.exec(written)?.[1];
  return discord && platform === 'discord' ? `discord:${place}:${discord}` : undefined;
}
