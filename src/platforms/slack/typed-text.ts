/**
 * What a person typed after a slash command, without what Slack makes of it: `<https://a.example|a.example>` is the
 * address again, and `&amp;` `&lt;` `&gt;` are the characters they stand for. Mentions, `<@U123|name>`, stay.
 */
export function typedText(text: string): string {
  return text
    .replace(/<((?:https?:\/\/|mailto:)[^<>|]*)(?:\|[^<>]*)?>/g, (_, address: string) =>
      address.replace(/^mailto:/, ''),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
