import { type DiscordContext, shorten } from './buttons.ts';
import { limits } from './limits.ts';
import type { ActionRow } from './message.ts';
import { stateOf } from './press-state.ts';

type Reportable = { id: string; headline: string };

/** An id of its own that no codec makes: what is reported stands in the option's value. */
export const reportMenuId = 'nR';

/**
 * The quiet way to report a mistake: one entry gets a button, several share one menu, so that a list does not fill
 * with buttons. Entries whose state does not fit are left out.
 */
export function reportRow(
  entries: readonly Reportable[],
  desk: string | undefined,
  context: DiscordContext,
): ActionRow[] {
  const reportable = withState(entries, desk, context).slice(0, limits.selectOptions.max);
  const [first] = reportable;
  if (!first) return [];
  if (reportable.length === 1) {
    const button = {
      type: 2,
      style: 2,
      label: 'Report a mistake',
      custom_id: reportMenuId + first.state,
    } as const;
    return [{ type: 1, components: [button] }];
  }
  const options = reportable.map(({ id, headline, state }) => ({
    label: shorten(headline || id, limits.selectText.max),
    value: `${reportMenuId}${state}`,
    description: shorten(id, limits.selectText.max),
  }));
  const placeholder = 'Report a mistake in …';
  return [{ type: 1, components: [{ type: 3, custom_id: reportMenuId, placeholder, options }] }];
}

/** True when some entry cannot be reported by a button; then the answer says how else. */
export function someUnreportable(
  entries: readonly Reportable[],
  desk: string | undefined,
  context: DiscordContext,
) {
  return withState(entries, desk, context).length < new Set(entries.map((entry) => entry.id)).size;
}

function withState(entries: readonly Reportable[], desk: string | undefined, context: DiscordContext) {
  const unique = new Map(entries.map((entry) => [entry.id, entry]));
  return [...unique.values()].flatMap((entry) => {
    const state = desk && stateOf({ kind: 'report', text: `${desk}/${entry.id}` }, context);
    return state ? [{ ...entry, state }] : [];
  });
}
