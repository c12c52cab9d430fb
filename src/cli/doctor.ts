import type { ExitCode } from '../cli.ts';
import type { Config } from '../config.ts';
import { missingInSlack } from '../pasted-manifest.ts';
import { quietLog } from '../quiet-log.ts';
import { toStdout } from '../runtime/standard-streams.ts';
import { wire } from '../wire.ts';

/** Says how the store and the content are; exit 1 when something wants an editor's or operator's hand. */
export async function doctor(config: Config): Promise<ExitCode> {
  const deskwire = await wire(config, { log: quietLog });
  try {
    await deskwire.sync();
    const health = await deskwire.store.maintenance.health();
    const desks = deskwire.desks().map(({ desk }) => desk.definition.id);
    const say = (label: string, text: string) => toStdout(`${label.padEnd(11)}${text}\n`);
    say('store', `${health.dialect}, schema ${health.schema}, ${health.entries} entries`);
    say('desks', desks.join(', ') || `none in ${config.briefs}`);
    for (const { desk, path, fault } of health.brokenFiles) {
      say('broken', `${config.briefs}/${desk}/${path}: ${fault}`);
      say('', 'what was good of it before goes on serving; `deskwire validate` says what to write');
    }
    for (const { desk, id } of health.conflicts) {
      say('conflict', `${desk}/${id} was changed in chat and in its file: chat's revision is served`);
    }
    const { store } = deskwire;
    const { deliveries, subscriptions } = await store.ledger.counts();
    if (Object.keys(subscriptions).length > 0)
      say(
        'digests',
        `subscriptions: ${inWords(subscriptions)}; deliveries: ${inWords(deliveries) || 'none'}`,
      );
    const subscribed = await store.subscriptions.list({});
    const broken = subscribed.filter(({ state }) => state === 'broken');
    const failing = subscribed.flatMap(({ id, channel, failing: why }) =>
      why ? { id, channel, ...why } : [],
    );
    for (const { id, channel, broken: why } of broken)
      say('broken', `digest ${id} in ${channel}: ${why?.reason}; it goes on by itself once that is mended`);
    for (const { id, channel, reason } of failing)
      say(
        'failing',
        `digest ${id} in ${channel} cannot be composed: ${reason}; it is tried again each minute`,
      );
    if (deliveries.failed) say('', '`/deskwire digest history number:…` says why a delivery failed');
    const unpasted = config.slack ? await missingInSlack(config, deskwire.answerer.catalogue()) : [];
    if (unpasted === undefined) {
      say('slack', 'no manifest was printed here yet: `deskwire manifest slack` prints what to paste');
    } else if (unpasted.length > 0) {
      const came = unpasted.join(', ');
      say(
        'slack',
        `${came} came since the manifest was printed: \`deskwire manifest slack\` prints it again`,
      );
    }
    const ailing = health.brokenFiles.length + health.conflicts.length + broken.length + failing.length;
    if (health.brokenFiles.length + health.conflicts.length === 0 && desks.length > 0)
      say('content', 'no broken files, no conflicts');
    return ailing > 0 || desks.length === 0 || (unpasted?.length ?? 0) > 0 ? 1 : 0;
  } finally {
    await deskwire.close();
  }
}

/** `3 active, 1 broken` */
const inWords = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ');
