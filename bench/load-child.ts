import { addDays } from '../src/domain/dates/day.ts';
import { startDiscordLoad } from './discord-load.ts';
import { load } from './latency.ts';
import type { Fakes, Order } from './load-process.ts';
import { startSlackLoad } from './slack-load.ts';

/** Started as a process of its own: the fake platforms and who asks there. Ends with the process that started it. */
const slack = await startSlackLoad();
const discord = { ours: await startDiscordLoad(), bare: await startDiscordLoad() };

let day = '1992-01-01';
const nextDay = () => {
  day = addDays(day, 1);
  return day;
};

function senderOf(order: Order): () => Promise<boolean> {
  switch (order.kind) {
    case 'slack': {
      const { url, typed, anew } = order;
      return () => slack.command(url, anew ? `${typed} since:${nextDay()}` : typed)();
    }
    case 'discord': {
      const { bot, desk, command, options, anew } = order;
      return () => discord[bot].command(desk, command, anew ? { ...options, since: nextDay() } : options)();
    }
    case 'complete':
      return discord.ours.complete(order.desk, order.command, order.option, order.typed);
  }
}

process.on('disconnect', () => process.exit());
process.on('message', async (order: Order) => {
  try {
    process.send?.({ sample: await load(senderOf(order), order) });
  } catch (error) {
    process.send?.({ fault: String(error) });
  }
});
const fakes: Fakes = {
  slack: { apiUrl: slack.apiUrl, ...slack.tokens },
  discord: {
    ours: { apiUrl: discord.ours.apiUrl, token: discord.ours.token },
    bare: { apiUrl: discord.bare.apiUrl, token: discord.bare.token },
  },
};
process.send?.(fakes);
