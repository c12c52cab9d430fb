import { z } from 'zod';
import type { ActionKind } from '../../../domain/button-actions.ts';
import { limits } from '../limits.ts';
import { type HandlerContext, personId } from './context.ts';

/** What an input sends: text, one option, or several. Nothing: it was left empty. */
const typed = z.string().max(limits.escaped * limits.inputText);
const chosen = z.object({ value: z.string().max(limits.optionValue) });
const inputSchema = z.object({
  value: typed.nullish(),
  selected_option: chosen.nullish(),
  selected_options: z
    .array(chosen)
    .max(10 * limits.selectOptions)
    .optional(),
});
export type Input = z.infer<typeof inputSchema>;

const blockId = z.string().max(limits.id);

const submissionSchema = z.object({
  user: z.object({ id: z.string().min(1), team_id: z.string().optional() }),
  team: z.object({ id: z.string().min(1) }).nullish(),
  view: z.object({
    id: z.string().min(1),
    title: z.object({ text: z.string().max(24 * limits.escaped) }).optional(),
    private_metadata: z.string().max(limits.escaped * limits.privateMetadata),
    blocks: z
      .array(z.object({ block_id: z.string().optional() }))
      .max(limits.viewBlocks)
      .default([]),
    state: z.object({ values: z.record(blockId, z.record(z.string(), inputSchema)) }),
  }),
});

/** A modal that somebody has sent. */
export interface Submission {
  team: string;
  user: string;
  /** The workspace of the person, who may be a guest of a shared channel. */
  userTeam: string;
  view: z.infer<typeof submissionSchema>['view'];
}

/** Undefined for a payload that is none. */
export function readSubmission(body: unknown): Submission | undefined {
  const parsed = submissionSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { user, view } = parsed.data;
  const team = parsed.data.team?.id ?? user.team_id ?? '';
  return { team, user: user.id, userTeam: user.team_id ?? team, view };
}

/** Besides the state, metadata hold the channel and the marks of JSON. */
const metadataOverhead = 100;

/** What a modal carries so that nothing need be remembered: what it does, for whom, and in which channel. */
export function metadataFor(
  context: HandlerContext,
  { team, user, channel }: { team: string; user: string; channel: string },
  action: { kind: ActionKind; text: string },
): string | undefined {
  const binding = { person: personId(team, user), channel };
  const state = context.actions.encode(action, binding, limits.privateMetadata - metadataOverhead);
  return state && JSON.stringify({ channel, state });
}

/** Undefined for a modal that is forged, of another kind, or another person's. */
export function readMetadata(
  context: HandlerContext,
  { team, user, view }: Submission,
  kind: ActionKind,
): { channel: string; text: string } | undefined {
  try {
    const { channel, state } = z
      .object({ channel: z.string(), state: z.string() })
      .parse(JSON.parse(view.private_metadata));
    const action = context.actions.decode(state, { person: personId(team, user), channel });
    return action?.kind === kind ? { channel, text: action.text } : undefined;
  } catch {
    return undefined;
  }
}
