import { randomUUID } from 'node:crypto';
import { HTTPException } from 'hono/http-exception';
import type { LocalChat, PlatformRequest, StandIn } from '../../../domain/ports/platform.ts';
import {
  type Channel,
  createChannel,
  findWithin,
  type Json,
  openedOnce,
  type PaneClient,
  recentlyUsed,
} from '../pane.ts';

const [team, user, channelName] = ['TLOCAL', 'ULOCAL', 'CLOCAL'];
const asker = {
  user: { id: user, username: 'you', name: 'you', team_id: team },
  team: { id: team, domain: 'local' },
  api_app_id: 'ALOCAL',
  token: 'local',
};
const responseHost = 'https://hooks.slack.com';

/** What a response address answers. */
interface Answered {
  message?: string;
  line?: string;
}

/** Slack's client and server in one: what a person does becomes payloads, and requests become messages. */
export function createSlackClient(
  open: (standIn: StandIn) => Promise<LocalChat>,
  now: () => Date,
): PaneClient {
  const channel = createChannel('slack', now);
  /** By the path of a response address: the message whose button was pressed, and the line. */
  const addresses = recentlyUsed<Answered>();
  const { opened, ...chat } = openedOnce(() =>
    open(async (request) => ({ status: 200, body: answer(channel, addresses, request) })),
  );

  const addressFor = (of: Answered) => {
    const path = `/actions/local/${randomUUID()}`;
    addresses.set(path, of);
    return { response_url: responseHost + path, trigger_id: randomUUID() };
  };

  return {
    channel,
    async ask(line) {
      channel.add({ line, only: true });
      const [command = '', ...words] = line.trim().split(/\s+/);
      const payload = {
        command,
        text: escaped(words.join(' ')),
        token: 'local',
        api_app_id: asker.api_app_id,
        team_id: team,
        team_domain: 'local',
        user_id: user,
        user_name: 'you',
        channel_id: channelName,
        channel_name: 'briefing',
        is_enterprise_install: 'false',
        ...addressFor({ line }),
      };
      await (await opened()).receive(payload, (body) => {
        if (!isObject(body)) return;
        channel.add({ ...shown(body), line });
      });
    },
    async press(id, control, value) {
      const message = channel.get(id);
      const element = findWithin(message?.body?.blocks, 'action_id', control);
      if (!message || !element)
        throw new HTTPException(409, { message: 'This message has no such button any more.' });
      const { type, block_id = 'b' } = element;
      const chosen = findWithin(element.options, 'value', value ?? '');
      await (await opened()).receive({
        type: 'block_actions',
        ...asker,
        container: { type: 'message', message_ts: id, channel_id: channelName, is_ephemeral: message.only },
        channel: { id: channelName, name: 'briefing' },
        message: { ts: id, ...message.body },
        ...addressFor({ message: id, ...(message.line !== undefined && { line: message.line }) }),
        actions: [
          {
            type,
            action_id: control,
            block_id,
            action_ts: String(now().getTime() / 1000),
            ...(type === 'button' ? { value: element.value } : { selected_option: chosen }),
          },
        ],
      });
    },
    async submit(id, values) {
      const modal = channel.modal();
      if (modal?.id !== id) throw new HTTPException(409, { message: 'This form is no longer open.' });
      const view = { id, type: 'modal', hash: id, ...modal.body };
      await (await opened()).receive(
        {
          type: 'view_submission',
          ...asker,
          view: { ...view, state: { values: stateOf(modal.body, values) } },
        },
        (reply) => {
          const { response_action: action, view: next, errors } = (reply ?? {}) as Json;
          if (action === 'errors')
            channel.show(filledIn(modal.body, values), errors as Record<string, string>);
          else channel.show(action === 'update' || action === 'push' ? (next as Json) : undefined);
        },
      );
    },
    async suggest(id, control, typed) {
      const modal = channel.modal();
      const block = modal?.id === id && findWithin(modal.body.blocks, 'block_id', control);
      if (!modal || !block || !isObject(block.element)) return [];
      const { action_id } = block.element;
      const suggestion = { type: 'block_suggestion', action_id, block_id: control, value: typed };
      let options: unknown;
      await (await opened()).receive(
        { ...suggestion, ...asker, container: { type: 'view', view_id: id }, view: { id, ...modal.body } },
        (reply) => {
          options = isObject(reply) ? reply.options : [];
        },
      );
      return ((options ?? []) as { text: { text: string }; value: string }[]).map(({ text, value }) => ({
        label: text.text,
        command: value,
      }));
    },
    ...chat,
  };
}

/** What Slack answers to a request, after showing what it holds. */
function answer(
  channel: Channel,
  addresses: Pick<Map<string, Answered>, 'get'>,
  { path, body }: PlatformRequest,
): object {
  const given = isObject(body) ? body : {};
  const pressed = addresses.get(path);
  if (pressed) {
    const { message: original, line } = pressed;
    const message = { ...shown(given), ...(line !== undefined && { line }) };
    if (given.delete_original && original) channel.change(original, { gone: true });
    else if (given.replace_original && original) channel.change(original, message);
    else channel.add(message);
    return { ok: true };
  }
  switch (path) {
    case '/chat.postMessage': {
      const { id } = channel.add({ body: given, only: false });
      return { ok: true, channel: channelName, ts: id };
    }
    case '/chat.postEphemeral': {
      const { id } = channel.add({ body: given, only: true });
      return { ok: true, message_ts: id };
    }
    case '/views.open':
    case '/views.update': {
      const modal = channel.show(given.view as Json);
      return { ok: true, view: { id: modal?.id } };
    }
    case '/files.getUploadURLExternal': {
      const id = `F${randomUUID()}`;
      channel.files.set(id, new Uint8Array());
      return { ok: true, file_id: id, upload_url: `https://files.slack.com${uploads}${id}` };
    }
    case '/files.completeUploadExternal':
      return { ok: true, files: given.files };
    default:
      if (!path.startsWith(uploads)) return { ok: false, error: 'unknown_method' };
      channel.files.set(path.slice(uploads.length), body as Uint8Array);
      return { ok: true };
  }
}

const uploads = '/upload/local/';

const shown = (body: Json) => ({ body, only: body.response_type !== 'in_channel' });

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** "Slack escapes & < and >" in what it hands on. */
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

interface Input {
  block_id?: string;
  element?: Json & { type: string; action_id: string; options?: { value: string }[] };
}

/** What each input of a view holds, as Slack sends it. */
function stateOf(view: Json, values: Readonly<Record<string, string[]>>): Json {
  return Object.fromEntries(
    (view.blocks as Input[]).flatMap(({ block_id, element }) => {
      if (!block_id || !element) return [];
      const { type, action_id } = element;
      const given = values[block_id] ?? [];
      const options = given.filter(Boolean).map((value) => ({ value }));
      const state = () => {
        if (type === 'plain_text_input') return { type, value: given[0] || null };
        return takesSeveral(type)
          ? { type, selected_options: options }
          : { type, selected_option: options[0] ?? null };
      };
      return [[block_id, { [action_id]: state() }]];
    }),
  );
}

const takesSeveral = (type: string): boolean => /^(multi_|checkboxes)/.test(type);

/** The view with what was typed standing in it. */
function filledIn(view: Json, values: Readonly<Record<string, string[]>>): Json {
  const blocks = (view.blocks as Input[]).map((block) => {
    const given = block.element && values[block.block_id ?? ''];
    if (!block.element || !given) return block;
    const named = given
      .filter(Boolean)
      .map((value) => findWithin(block.element, 'value', value) ?? { text: plain(value), value });
    const { initial_value: _, initial_option: __, initial_options: ___, ...element } = block.element;
    const { type } = element;
    if (type === 'plain_text_input') return { ...block, element: { ...element, initial_value: given[0] } };
    const initial = takesSeveral(String(type)) ? { initial_options: named } : { initial_option: named[0] };
    return { ...block, element: { ...element, ...initial } };
  });
  return { ...view, blocks };
}

const plain = (text: string) => ({ type: 'plain_text', text });
