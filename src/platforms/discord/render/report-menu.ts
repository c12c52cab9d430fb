import { anyoneOf } from '../../../domain/button-actions.ts';
import { type EntryItem, type Reply, shownIn, textOf } from '../../../domain/reply.ts';
import { limits } from '../limits.ts';
import { bindingFor, type DiscordContext, shorten, stateOf } from './buttons.ts';
import type { ActionRow } from './message.ts';

type Reportable = { id: string; headline: string };

/** An id of its own that no codec makes: what is reported stands in the option's value. */
const reportMenuId = 'nR';

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

/** As `reportMenuId`: which row is opened stands in the option's value. */
const openMenuId = 'nO';

/** A menu that opens one of the rows shown; each option has its date. */
export function openRow(reply: Reply, context: DiscordContext): ActionRow[] {
  const { desk, view } = reply;
  if (!desk || view !== 'glance') return [];
  const rows = shownIn(reply).blocks.flatMap((block) => (block.type === 'entries' ? block.items : []));
  const unique = [...new Map(rows.map((item) => [item.id, item])).values()];
  const { kind, binding } = bindingFor(reply, context);
  const options = unique.slice(0, limits.selectOptions.max).flatMap((item) => {
    const state = stateOf({ kind, text: `/${desk} brief ${item.id}` }, { actions: context.actions, binding });
    return state === undefined
      ? []
      : [
          {
            label: shorten(optionLabel(item), limits.selectText.max),
            value: `uO${state}`,
            description: shorten(item.id, limits.selectText.max),
          },
        ];
  });
  if (options.length === 0) return [];
  const menu = { type: 3, custom_id: openMenuId, placeholder: 'Open …', options } as const;
  return [{ type: 1, components: [menu] }];
}

function optionLabel({ row, when, headline, id }: EntryItem): string {
  const text = textOf(row?.text ?? headline);
  const date = row?.when ?? when;
  return [date, text || id].filter(Boolean).join(' · ');
}
