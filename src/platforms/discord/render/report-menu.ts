import { anyoneOf } from '../../../domain/button-actions.ts';
import { limits } from '../limits.ts';
import { type DiscordContext, shorten, stateOf } from './buttons.ts';
import type { ActionRow } from './message.ts';

type Reportable = { id: string; headline: string };

/** An id of its own that no codec makes: what is reported stands in the option's value. */
export const reportMenuId = 'nR';

/** The state of each entry's report by its id, without those whose state does not fit. Each costs a signature. */
export function reportStates(
  entries: readonly Reportable[],
  desk: string | undefined,
  context: DiscordContext,
): Map<string, string> {
  const states = new Map<string, string>();
  const { actions, visibility } = context;
  // What everyone sees, anyone may report.
  const person = visibility === 'public' ? anyoneOf(context.binding.person) : context.binding.person;
  const bound = { actions, binding: { ...context.binding, person } };
  for (const { id } of entries) {
    const state =
      desk && !states.has(id) ? stateOf({ kind: 'report', text: `${desk}/${id}` }, bound) : undefined;
    if (state) states.set(id, state);
  }
  return states;
}

/**
 * The quiet way to report a mistake: one entry gets a button, several share one menu, so that a list does not fill
 * with buttons.
 */
export function reportRow(entries: readonly Reportable[], states: ReadonlyMap<string, string>): ActionRow[] {
  const unique = new Map(entries.map((entry) => [entry.id, entry]));
  const reportable = [...unique.values()].filter(({ id }) => states.has(id));
  const [first] = reportable;
  if (!first) return [];
  if (reportable.length === 1) {
    const custom_id = `${reportMenuId}${states.get(first.id)}`;
    return [{ type: 1, components: [{ type: 2, style: 2, label: 'Report a mistake', custom_id }] }];
  }
  const options = reportable.slice(0, limits.selectOptions.max).map(({ id, headline }) => ({
    label: shorten(headline || id, limits.selectText.max),
    value: `${reportMenuId}${states.get(id)}`,
    description: shorten(id, limits.selectText.max),
  }));
  const placeholder = 'Report a mistake in …';
  return [{ type: 1, components: [{ type: 3, custom_id: reportMenuId, placeholder, options }] }];
}
