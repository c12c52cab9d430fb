import { choices, heading, notice, privately } from '../../src/command/answer/blocks.ts';
import { defineCommand, scopeOf } from '../../src/command/define.ts';
import { refusal } from '../../src/command/refusals.ts';
import { count } from '../../src/domain/dates/day.ts';
import { appCommands } from '../../src/domain/ports/answerer.ts';
import { type DataExport, type ExportFormat, exportFormats } from '../../src/domain/ports/imports.ts';
import type { Block, Reply } from '../../src/domain/reply.ts';
import { noEntry } from './drafts/change.ts';
import type { DeskContext } from './drafts/options.ts';
import { entry, oneOf } from './drafts/options.ts';

/** What every platform shows in one block that can be copied. */
const mostCharacters = 2500;
/** More than ever fit. */
const mostEntries = 50;

/**
 * Entries as a file would have them, to be copied. Only what any reader may see anywhere, whoever asks: a code block is
 * soon pasted elsewhere. Whatever is longer is for the command line, which is told.
 */
export const exportEntries = ({ write }: DataExport) =>
  defineCommand({
    scope: 'app',
    name: 'export',
    description: 'Export entries as YAML, CSV, JSON or ICS',
    about: 'desk',
    role: 'editor',
    options: {
      format: oneOf('yaml, csv, json or ics', exportFormats),
      entry: { ...entry, required: false, description: 'Only this entry' },
    },
    bare: ['format', 'entry'],
    examples: [
      { line: 'export yaml {fact}', about: 'one entry as in its file' },
      { line: 'export csv', about: 'how to export a desk as CSV' },
    ],
    async run({ format: asked = 'yaml', entry: id }, context) {
      const format = asked as ExportFormat;
      const { service, now } = context;
      const scope = { ...scopeOf(service, 'reader', now), place: 'shared' as const };
      const one = id === undefined ? undefined : await service.entries.get(scope, id);
      if (id !== undefined && !one) return noEntry(id, context);
      const { items, total } = one
        ? { items: [one], total: 1 }
        : await service.entries.list(scope, { order: 'event-newest' }, { limit: mostEntries, offset: 0 });
      if (total === 0) return refusal('ok', 'This desk has nothing yet that readers see.');
      if (total > items.length) return onTheHost(format, context, total);
      const { files, leftOut } = await write(format, service.desk, items, now);
      const characters = files.reduce((sum, { text }) => sum + text.length, 0);
      if (characters > mostCharacters) return onTheHost(format, context, total);
      return asReply(files, leftOut, context);
    },
  });

function asReply(
  files: readonly { path: string; text: string }[],
  leftOut: number,
  { service }: DeskContext,
): Reply {
  const { id, name } = service.desk.definition;
  const says = `${count(leftOut, 'entry', 'entries')} without a date in whole days cannot be in a calendar.`;
  const blocks: Block[] = [
    heading(`Export: ${name}`),
    ...files.flatMap(({ path, text }): Block[] => [heading(path, 2), { type: 'code', text }]),
    ...(leftOut > 0 ? [notice('info', says)] : []),
  ];
  return privately({ blocks, desk: id });
}

/** A bot that asks for no right to upload files hands out none. */
function onTheHost(format: ExportFormat, { service }: DeskContext, total: number): Reply {
  const { id, name } = service.desk.definition;
  const out = format === 'yaml' ? `${id}-export` : `${id}.${format}`;
  const line = `npm run -s deskwire -- export ${id} --format ${format} --out ${out}`;
  const says = `${count(total, 'entry', 'entries')} are more than a message holds. Where Deskwire runs, this writes them to ${out}:`;
  const one = { label: 'How to name one entry', command: `/${appCommands.edit} help export` };
  return privately({
    desk: id,
    blocks: [
      heading(`Export: ${name}`),
      notice('info', says),
      { type: 'code', text: line },
      ...choices('Or', [one]),
    ],
  });
}
