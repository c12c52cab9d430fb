/** "about 1 msg/s per channel" and, an assumption, "300 a minute" a workspace; "1 req/min" of history where set. */
export interface Rate {
  /** Seconds to wait, or undefined when the call may pass; then it counts. */
  post(channel: string): number | undefined;
  history(): number | undefined;
  /** "limit max+default 15" where history is once a minute. */
  historyPage: number;
}

/** What `pacing` holds callers to. */
export const slackPace = { posts: 300, withinMs: 60_000, ofAChannelMs: 1000 } as const;

export function createRate(
  clock: () => Date,
  options: { pacing: boolean; historyOnceAMinute: boolean },
): Rate {
  const posts: { channel: string; at: number }[] = [];
  let lastHistory = Number.NEGATIVE_INFINITY;
  return {
    post(channel) {
      if (!options.pacing) return undefined;
      const now = clock().getTime();
      const { withinMs, ofAChannelMs } = slackPace;
      const minute = posts.filter(({ at }) => now - at < withinMs);
      const last = minute.findLast((each) => each.channel === channel);
      if (last && now - last.at < ofAChannelMs) return 1;
      if (minute.length >= slackPace.posts)
        return Math.max(1, Math.ceil((minute[0]!.at + withinMs - now) / 1000));
      posts.push({ channel, at: now });
      return undefined;
    },
    historyPage: options.historyOnceAMinute ? 15 : 999,
    history() {
      if (!options.historyOnceAMinute) return undefined;
      const now = clock().getTime();
      if (now - lastHistory < 60_000) return Math.ceil((lastHistory + 60_000 - now) / 1000);
      lastHistory = now;
      return undefined;
    },
  };
}
