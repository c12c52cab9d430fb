import { enableCompileCache } from 'node:module';

/** Started as a process of its own: how long until the first answers, and what they hold in memory. */
enableCompileCache();
const start = performance.now();
const { readConfig } = await import('../src/config.ts');
const { quietLog } = await import('../src/cli/output.ts');
const { createApp } = await import('../src/app/app.ts');
const imported = performance.now();
const result = readConfig(process.env);
if (!result.ok) throw new Error(result.faults.join());
const app = await createApp(result.config, { log: quietLog });
const opened = performance.now();
await app.desks.sync();
const synced = performance.now();
for (const line of ['visits kazakhstan', 'search lithium', 'timeline', 'latest', 'topics']) {
  const text = `/centralasia ${line}`;
  await app.answerer.answer({ text, person: 'terminal', audience: 'person', pageSize: 10 });
}
const resident = process.memoryUsage().rss / 1_048_576;
await app.close();
console.log(
  JSON.stringify({
    importing: imported - start,
    opening: opened - imported,
    syncing: synced - opened,
    total: synced - start,
    resident,
  }),
);
