import type { ExitCode } from '../cli.ts';
import type { Config } from '../config.ts';
import { rememberManifest } from '../pasted-manifest.ts';
import { slackManifest } from '../platforms/slack/manifest.ts';
import { quietLog } from '../quiet-log.ts';
import { print, toStderr } from '../runtime/standard-streams.ts';
import { wire } from '../wire.ts';

/** Prints what is pasted into Slack under "From a manifest": without an address, for Socket Mode. */
export async function slack(config: Config, { url }: { url?: string }): Promise<ExitCode> {
  if (url !== undefined && !/^https:\/\/./.test(URL.canParse(url) ? url : '')) {
    toStderr(
      `deskwire: "${url}" is not an address that Slack can call\nWrite --url https://HOST, the public address of this service; leave it out for Socket Mode.\n`,
    );
    return 2;
  }
  const deskwire = await wire(config, { log: quietLog });
  try {
    await deskwire.sync();
    const manifest = slackManifest(deskwire.answerer.catalogue(), url === undefined ? {} : { url });
    await print(`${JSON.stringify(manifest, null, 2)}\n`);
    await rememberManifest(config, manifest);
    return 0;
  } finally {
    await deskwire.close();
  }
}
