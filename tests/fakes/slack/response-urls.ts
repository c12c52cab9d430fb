import { messageRefusal } from './check-message.ts';
import type { Json } from './workspace.ts';
import type { World } from './world.ts';

/** "up to 5 times within 30 minutes" */
const most = { uses: 5, ageMs: 30 * 60_000 };

export interface ResponseUrls {
  issue(channel: string, user: string): string;
  /** Posts to an address that was issued: what it answers. */
  post(id: string, body: Json): { status: number; answer: unknown };
}

export function createResponseUrls(world: World): ResponseUrls {
  const issued = new Map<string, { at: number; uses: number; channel: string; user: string }>();
  return {
    issue(channel, user) {
      const id = `r${issued.size + 1}secret`;
      issued.set(id, { at: world.clock().getTime(), uses: 0, channel, user });
      return `http://${world.host}/response/${id}`;
    },
    post(id, body) {
      const url = issued.get(id);
      if (!url) return { status: 404, answer: 'no_such_url' };
      if (world.clock().getTime() - url.at > most.ageMs) return { status: 404, answer: 'expired_url' };
      if (url.uses >= most.uses) return { status: 404, answer: 'used_url' };
      const refusal = body.delete_original === true ? undefined : messageRefusal(body, world.workspace);
      if (refusal) return { status: 400, answer: refusal.error };
      url.uses += 1;
      if (body.response_type === 'in_channel') world.workspace.post(url.channel, body);
      world.workspace.shown.push({
        channel: url.channel,
        ...(body.response_type !== 'in_channel' && { user: url.user }),
        text: String(body.text ?? ''),
        blocks: body.blocks,
        via: 'response_url',
        replaced: body.replace_original === true,
      });
      return { status: 200, answer: { ok: true } };
    },
  };
}
