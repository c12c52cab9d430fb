import { fileFaults } from './api-files.ts';
import { blockFaults } from './check-blocks.ts';
import { limit, viewLimits } from './limits.ts';
import type { Workspace } from './workspace.ts';

export interface Refusal {
  error: string;
  faults: string[];
}

/** Every string that stands under a `text` key, summed: how the undocumented total was measured. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + textLength(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, each]) => sum + (key === 'text' && typeof each === 'string' ? each.length : textLength(each)),
    0,
  );
}

/** Why Slack would not take this message, or undefined. */
export function messageRefusal(
  { text, blocks }: { text?: unknown; blocks?: unknown },
  workspace?: Workspace,
): Refusal | undefined {
  if (blocks === undefined && (typeof text !== 'string' || text === ''))
    return { error: 'no_text', faults: ['neither text nor blocks'] };
  if (typeof text === 'string' && text.length > limit('message text'))
    return { error: 'msg_too_long', faults: [`text: ${text.length}`] };
  if (blocks === undefined) return undefined;
  const faults = [...blockFaults(blocks, 'message'), ...(workspace ? fileFaults(workspace, blocks) : [])];
  if (faults.length > 0) return { error: 'invalid_blocks', faults };
  if (textLength(blocks) > limit('all text of the blocks'))
    return { error: 'msg_blocks_too_long', faults: [`blocks: ${textLength(blocks)}`] };
  return undefined;
}

/** Why Slack would not open or publish this view, or undefined. */
export function viewRefusal(view: unknown): Refusal | undefined {
  if (typeof view !== 'object' || view === null) return { error: 'invalid_arguments', faults: ['no view'] };
  const own = view as Record<string, unknown>;
  const faults = [
    ...(['modal', 'home'].includes(String(own.type)) ? [] : [`type: ${own.type}`]),
    ...Object.entries(viewLimits).flatMap(([name, { limit: most }]) => {
      const value = own[name];
      const words =
        typeof value === 'string' ? value : String((value as { text?: string } | undefined)?.text ?? '');
      return words.length > most ? [`${name}: ${words.length} is more than ${most}`] : [];
    }),
    ...blockFaults(own.blocks, 'view'),
  ];
  return faults.length > 0 ? { error: 'invalid_arguments', faults } : undefined;
}
