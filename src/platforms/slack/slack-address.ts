/** Whether an address that Slack handed out leads to Slack, or to what stands in for it. */
export function isSlackAddress(address: string, apiUrl: string | undefined): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, host, username } = new URL(address);
  if (username !== '') return false;
  if (apiUrl !== undefined && host === new URL(apiUrl).host) return true;
  const encrypted = protocol === 'https:' || protocol === 'wss:';
  return encrypted && (hostname === 'slack.com' || hostname.endsWith('.slack.com'));
}
