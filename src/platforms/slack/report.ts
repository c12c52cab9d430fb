import { z } from 'zod';
import { limits } from './limits.ts';
import { donePage, reportBlock, reportCallback, reportPage } from './report-view.ts';
import { personId, type Room, tellFailure } from './room.ts';
import { type Press, tell } from './tell.ts';
import { words } from './wording.ts';

/** Opens the form at once: a trigger lives for three seconds. `target` is `desk/entry-id`. */
export async function openReport(room: Room, press: Press, target: string): Promise<void> {
  const { asker, place } = press;
  const binding = { person: personId(asker.team, asker.user), channel: place.channel };
  const state = room.actions.encode({ kind: 'report', text: target }, binding, limits.privateMetadata - 100);
  if (state === undefined) return tell(room, press, words.unreadable);
  const metadata = JSON.stringify({ channel: place.channel, state });
  const result = await room.sender.openView(asker.trigger, reportPage(target, metadata));
  if (result.ok) return;
  const late = result.failure.code === 'expired';
  await tell(
    room,
    press,
    late ? words.expiredTrigger : tellFailure(room, result.failure, 'opening a report', 'answer'),
  );
}

const submissionSchema = z.object({
  user: z.object({ id: z.string().min(1), team_id: z.string().optional() }),
  team: z.object({ id: z.string().min(1) }).nullish(),
  view: z.object({
    id: z.string().min(1),
    callback_id: z.literal(reportCallback),
    private_metadata: z.string(),
    state: z.object({
      values: z.record(z.string(), z.record(z.string(), z.object({ value: z.string().nullish() }))),
    }),
  }),
});

export type ViewAck = (
  reply:
    | { response_action: 'errors'; errors: Record<string, string> }
    | { response_action: 'update'; view: ReturnType<typeof donePage> },
) => Promise<void>;

/** Keeps a report. The id of the view is the id of the submission: sent twice, it is kept once. */
export async function onReport(room: Room, body: unknown, ack: ViewAck): Promise<void> {
  const show = (text: string) => ack({ response_action: 'update', view: donePage(text) });
  const parsed = submissionSchema.safeParse(body);
  if (!parsed.success) return show(words.unreadable);
  const { user, view } = parsed.data;
  const team = parsed.data.team?.id ?? user.team_id ?? '';
  const userTeam = user.team_id ?? team;
  const refused = (why: 'foreignTeam' | 'foreignButton') =>
    show(room.refused(personId(userTeam, user.id), 'a form', why));
  if (!room.allows(team, userTeam)) return refused('foreignTeam');
  const target = readTarget(room, view.private_metadata, personId(team, user.id));
  if (!target) return refused('foreignButton');

  const said = (view.state.values[reportBlock]?.[reportBlock]?.value ?? '').trim();
  const wrong = fault(said);
  if (wrong) return ack({ response_action: 'errors', errors: { [reportBlock]: wrong } });

  const kept = room.reports
    .add({ ...target, reporter: personId(userTeam, user.id), words: said, at: room.clock() }, view.id)
    .then((kept) => reportWords[kept])
    .catch((cause) => room.failed(cause, 'keeping a report'));
  const early = await Promise.race([kept, room.timing.ackDue()]);
  await show(early ?? words.reportSaving);
  if (early !== undefined) return;
  const result = await room.sender.updateView(view.id, donePage(await kept));
  if (!result.ok) room.untold(result.failure);
}

const reportWords = { kept: words.reportKept, known: words.reportKnown, enough: words.reportEnough };

function fault(said: string): string | undefined {
  if (said === '') return words.reportEmpty;
  return said.length > limits.reportWords ? words.reportTooLong(limits.reportWords) : undefined;
}

function readTarget(room: Room, metadata: string, person: string) {
  try {
    const { channel, state } = z
      .object({ channel: z.string(), state: z.string() })
      .parse(JSON.parse(metadata));
    const action = room.actions.decode(state, { person, channel });
    const slash = action?.kind === 'report' ? action.text.indexOf('/') : -1;
    if (!action || slash < 1) return undefined;
    return { desk: action.text.slice(0, slash), entry: action.text.slice(slash + 1) };
  } catch {
    return undefined;
  }
}
