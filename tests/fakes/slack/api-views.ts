import { viewRefusal } from './check-message.ts';
import type { Json } from './workspace.ts';
import { type ApiAnswer, type ApiCall, type ApiMethod, refuse } from './world.ts';

function badView(view: unknown): ApiAnswer | undefined {
  const refusal = viewRefusal(view);
  return refusal && refuse(refusal.error, { response_metadata: { messages: refusal.faults } });
}

function keep({ world, args }: ApiCall, id: string): ApiAnswer {
  const view: Json = {
    ...(args.view as Json),
    id,
    hash: world.workspace.nextId('h'),
    team_id: world.workspace.team,
  };
  world.workspace.views.set(id, view);
  return { ok: true, view };
}

const open: ApiMethod = (call) => {
  const { world, args } = call;
  const against = badView(args.view);
  if (against) return against;
  const used = world.triggers.use(args.trigger_id);
  if (used) return refuse(used);
  return keep(call, world.workspace.nextId('V'));
};

/** A view is pushed onto one that is open: the trigger is of a press in it. */
const push: ApiMethod = (call) => {
  const hasModal = [...call.world.workspace.views.values()].some(({ type }) => type === 'modal');
  return hasModal ? open(call) : refuse('not_found');
};

const update: ApiMethod = (call) => {
  const { world, args } = call;
  const id = String(args.view_id);
  const known = world.workspace.views.get(id);
  if (!known) return refuse('not_found');
  if (args.hash !== undefined && args.hash !== known.hash) return refuse('hash_conflict');
  return badView(args.view) ?? keep(call, id);
};

const publish: ApiMethod = (call) => {
  const { world, args } = call;
  const user = String(args.user_id);
  if (!world.workspace.users.has(user)) return refuse('user_not_found');
  return badView(args.view) ?? keep(call, `home:${user}`);
};

export const viewMethods = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
} satisfies Record<string, ApiMethod>;
