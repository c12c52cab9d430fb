import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { createApp } from '../src/app/app.ts';
import { digestJob } from '../src/app/digests.ts';
import { init } from '../src/cli/init.ts';
import { quietLog } from '../src/cli/output.ts';
import { readConfig } from '../src/config.ts';
import { terminalPageSize } from '../src/domain/ports/answerer.ts';
import { createTerminalChannelSender, terminalDigests } from '../src/platforms/terminal/channel-sender.ts';
import { startConversation } from '../src/platforms/terminal/conversation.ts';
import { realTimers } from '../src/runtime/async.ts';
import { feedSite } from '../tests/feeds/feed-site.ts';
import { drawThemes, openBrowser } from './draw-pictures.ts';

/**
 * Makes a desk as `docs/first-desk.md` tells it, on this machine and by its clock, and writes the page:
 * `node src/node24.js docs/first-desk.ts`. The feed is served here, so that nobody's site is asked for it.
 */

const headlines = [
  'Ethiopia and Somalia open the port road to Berbera',
  'Kenya lends Somalia two hundred police instructors',
  'Djibouti raises the fee for the railway to Ethiopia',
  'Harun Bile meets traders in Berbera about the port road',
  'Harun Bile calls for a lower fee on the railway',
];
/** In the desk's own words, as an editor types them. */
const statements = [
  'Lorries may now take the road from the Ethiopian border to the port of Berbera in Somalia, a second way to the sea.',
  'Kenya sends Somalia two hundred instructors for its police.',
  'Freight trains from Djibouti to Ethiopia pay a higher fee.',
];
const address = 'https://news.example.org/rss';
const settings = { width: 92, colour: false, links: true };
const steps: { title: string; tells: string; shown: string; seconds: number }[] = [];
let begun = performance.now();

/** What came since the last step, with how long it took. */
function step(title: string, tells: string, shown: string) {
  const seconds = (performance.now() - begun) / 1000;
  steps.push({ title, tells, shown: plain(shown), seconds });
  begun = performance.now();
}

const plain = (text: string) => stripVTControlCharacters(text).trimEnd().replace(/^\n+/, '');

const articleOf = (title: string, day: Date) => `<!doctype html><html><head><title>${title}</title>
<meta property="og:site_name" content="Horn Courier"><meta property="og:title" content="${title}">
<meta property="article:published_time" content="${day.toISOString()}"></head>
<body><article><h1>${title}</h1><p>${title}, the governments said on ${day.toISOString().slice(0, 10)}.</p>
${'<p>Officials of both sides signed the papers in the capital after two days of talks, and said that the work begins next month. Traders in the border towns, who have waited for it since the drought, were told of the plan in spring.</p>'.repeat(4)}</article></body></html>`;

const site = await feedSite();
const folder = mkdtempSync(join(tmpdir(), 'deskwire-first-desk-'));
const clone = join(folder, 'deskwire');
mkdirSync(clone);
const start = new Date();
const items = Array.from({ length: 60 }, (_, at) => {
  const title = headlines[at] ?? `Notes of day ${at} on other things`;
  const date = new Date(start.getTime() - (at + 1) * 6 * 3_600_000);
  site.documents.set(`/n${at}`, { type: 'text/html; charset=utf-8', text: articleOf(title, date) });
  return { name: `n${at}`, title, date };
});
site.feeds.set('/rss', { items });
/** Addresses and folders of this run, as a reader's would be. */
const told = (text: string) =>
  text
    .replaceAll(site.at('/rss'), address)
    .replaceAll('Feed of /rss', 'Horn Courier')
    .replaceAll(site.at('/'), 'https://news.example.org/')
    .replaceAll(join(folder, 'deskwire-briefs'), '/home/you/deskwire-briefs');

const printed: string[] = [];
const outputs = [process.stdout, process.stderr].map((stream) => {
  const { write } = stream;
  stream.write = ((text: string, ...rest: unknown[]) => {
    printed.push(String(text));
    for (const done of rest) if (typeof done === 'function') done();
    return true;
  }) as typeof write;
  return () => {
    stream.write = write;
  };
});
const out = join(folder, 'deskwire-briefs');
const env = {
  DESKWIRE_DATA: join(folder, 'data'),
  DESKWIRE_BRIEFS: out,
  DESKWIRE_ADMINS: 'terminal',
  DESKWIRE_PRIVATE_HOSTS: site.host,
};
const region = {
  name: 'Horn of Africa',
  countries: 'Ethiopia, Somalia, DJ, Kenya',
  counterparts: 'US, China',
};
await init(
  { ...region, out, feeds: site.at('/rss'), people: 'Harun Bile (SO)', places: 'Berbera (SO)' },
  { folder: clone, env },
);
for (const restore of outputs) restore();
const line = `npm run -s deskwire -- init --name "${region.name}" --countries "${region.countries}" --counterparts "${region.counterparts}" \\
  --feeds ${address} --people "Harun Bile (SO)" --places "Berbera (SO)"`;
step(
  'A desk from a list of countries and a feed',
  `Without options the same is asked question by question; the names that the headlines repeat are offered then. The local page asks it as a
form, under My own desk:

<picture>
  <source media="(prefers-color-scheme: dark)" srcset="pictures/own-desk-dark.webp" />
  <img alt="The page My own desk: the questions of init as a form, filled in for the Horn of Africa, and the button Make my own desk." src="pictures/own-desk-light.webp" width="640" />
</picture>`,
  `$ ${line}\n\n${told(printed.join(''))}`,
);

const config = readConfig(env);
if (!config.ok) throw new Error(config.faults.join());
const clock = () => new Date();
const shownDigests: string[] = [];
const sender = createTerminalChannelSender({
  dataFolder: env.DESKWIRE_DATA,
  clock,
  show: (text) => shownDigests.push(text),
});
const adapters = new Map([['terminal', { sender, renderer: terminalDigests }]]) as never;
const app = await createApp(config.config, { log: quietLog, clock, adapters });
try {
  await app.desks.sync();
  let filled = 0;
  const talk = startConversation(
    {
      answer: (text) =>
        app.answerer.answer({ text, person: 'terminal', audience: 'person', pageSize: terminalPageSize }),
      fill: (form) => app.forms.fill({ ...form, person: 'terminal', interaction: `first-desk ${++filled}` }),
      look: (form) => app.lookAtForm({ ...form, person: 'terminal' }),
      names: app.answerer.names,
    },
    (error) => {
      throw error;
    },
  );
  const typed = async (...lines: string[]) => {
    const all: string[] = [];
    for (const one of lines)
      all.push(`${talk.prompt()}${one}`, plain((await talk.take(one, settings)) ?? ''));
    return told(all.filter(Boolean).join('\n\n'));
  };
  const waiting = await typed('/deskwire-edit feeds items');
  step('What waits', 'After `npm start`, in the terminal, on the local page, or in a channel.', waiting);
  const numbers = (await app.store.feedItems.waiting('horn-of-africa', { limit: 3, offset: 0 })).items;
  for (const [at, { number }] of numbers.entries()) {
    const shown: string[] = [await typed(`/deskwire-edit feeds items import:${number}`)];
    shown.push(await typed(statements[at] ?? '', ''));
    // What the statement itself says is not asked.
    if (/\nTopics\n/.test(shown.at(-1) ?? '')) shown.push(await typed('security'));
    const drafts = await app.store.drafts.list({ desk: 'horn-of-africa', limit: 20 });
    const mine = drafts.find(
      ({ act, type, state }) => act === 'add' && type === 'fact' && state === 'in review',
    );
    if (!mine) throw new Error(shown.join('\n\n'));
    shown.push(await typed(`/deskwire-edit draft approve ${mine.id}`));
    if (at === 0)
      step(
        'From an article to a fact',
        'One person approves alone until a second has a role.',
        shown.join('\n\n'),
      );
  }
  step('Two more', 'The same with the next two articles of the list.', '');
  const browser = await openBrowser();
  try {
    const line = '/deskwire digest preview';
    const asks = [
      { line, where: 'slack' as const },
      { line, where: 'discord' as const },
    ];
    await drawThemes(app, browser, { name: 'first-digest', asks, shows: '.panes' }, { clock, briefs: out });
  } finally {
    await browser.close();
  }
  begun = performance.now();
  const subscribed = await typed('/deskwire digest subscribe daily at 08:00');
  const job = digestJob(app.digests, {
    adapters,
    store: app.store,
    events: app.events,
    config: config.config,
    clock,
    timers: realTimers,
    log: quietLog,
  });
  await job.run();
  await job.deliver();
  await job.stop(3000);
  step(
    'The first digest',
    `On Slack and Discord this is the button Subscribe at 08:00 of the greeting.

<picture>
  <source media="(prefers-color-scheme: dark)" srcset="pictures/first-digest-dark.webp" />
  <img alt="The first digest as Slack and Discord show it: the fact that leads it, then the other two, each with its source." src="pictures/first-digest-light.webp" width="900" />
</picture>`,
    `${subscribed}\n\n${told(shownDigests.join('\n'))}`,
  );
} finally {
  await app.close();
  await site.close();
  rmSync(folder, { recursive: true });
}

const seconds = (value: number) => `${value.toFixed(1)} s`;
const total = steps.reduce((sum, one) => sum + one.seconds, 0);
const page = `# A first desk

The Horn of Africa, from an empty folder to a first digest, without opening a YAML file. Written by \`node src/node24.js docs/first-desk.ts\` on
${start.toISOString().slice(0, 10)} from a run on one machine: the times are what the program took, without those of reading and typing. The feed, its news and its
people are invented. \`npm ci\` comes before, once; how long it takes depends on the line.

| step | program |
|---|---|
${steps.map(({ title, seconds: took }) => `| ${title} | ${seconds(took)} |`).join('\n')}
| together | ${seconds(total)} |
${steps.map(({ title, tells, shown }, at) => `\n## ${at + 1}. ${title}\n\n${tells}\n${shown ? `\n\`\`\`text\n${shown}\n\`\`\`\n` : ''}`).join('')}
Next: \`npm run -s deskwire -- doctor\` ticks what is done and says the next step; [slack.md](slack.md) and [discord.md](discord.md) bring the desk to a team.
`;
writeFileSync(join(import.meta.dirname, 'first-desk.md'), page);
