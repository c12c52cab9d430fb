/** `slack`, `discord` or `terminal`, of a channel's full id. */
export function platformOf(channel: string): string {
  return channel.split(':')[0] ?? channel;
}
