import { z } from 'zod';
import { choices, heading, notice, privately } from '../../../src/command/answer/blocks.ts';
import { defineCommand } from '../../../src/command/define.ts';
import { page, textOption } from '../../../src/command/options.ts';
import { refusal } from '../../../src/command/refusals.ts';
import { count } from '../../../src/domain/dates/day.ts';
import { addressIn } from '../../../src/domain/form.ts';
import { appCommands } from '../../../src/domain/ports/answerer.ts';
import type { ArticleReading, ImportedEntry, LookedAt, Taken } from '../../../src/domain/ports/imports.ts';
import type { Reply, Span } from '../../../src/domain/reply.ts';
import { isListed, titleOf } from '../../../src/domain/sources/listed.ts';
import { grades } from '../../../src/domain/vocabulary.ts';
import { oneOf } from '../drafts/options.ts';
import { feedLine } from '../feeds/follow.ts';
import { writeLine } from './build-forms.ts';
import { offerEntry, startEntry } from './entry.ts';
import { addSecondSource, continueImport, draftOne, startImport } from './flow.ts';
import { askForText, noSuchImport } from './replies.ts';
import type { Editing, ImportDeps } from './steps.ts';

const importId = /^[0-9a-z]{5}$/;

/** An article, from its address or its text to drafts that name it as their source; or entries as the desk writes them. */
export const importArticle = (deps: ImportDeps) =>
  defineCommand({
    scope: 'app',
    name: 'import',
    description: 'Draft entries from an article or data',
    about: 'desk',
    role: 'editor',
    options: {
      // Other words are pasted text: they are taken up, so that nothing typed is lost.
      what: {
        description: 'Address of the article',
        kind: { type: 'words' },
        schema: z.string().max(1000),
      },
      draft: textOption('Import to resume', 5, [], importId),
      claim: textOption('Proposed fact', 8, [], /^[0-9a-f]{8}$/),
      also: {
        description: 'Add as source to this entry',
        kind: { type: 'entry' },
        schema: z.string(),
      },
      again: {
        description: 'Even if already known',
        kind: { type: 'flag' },
        schema: z.boolean(),
      },
      brief: {
        description: 'Write the brief',
        kind: { type: 'flag' },
        older: true,
        keyed: true,
        schema: z.boolean(),
      },
      tick: { description: 'Choose in a form', kind: { type: 'flag' }, schema: z.boolean() },
      page,
    },
    bare: ['what'],
    acts: true,
    examples: [
      { line: 'import https://example.com/article', about: 'read an article and draft facts from it' },
      { line: 'import', about: 'paste the text of an article' },
    ],
    async run(
      { what, draft, claim, also, brief = false, again = false, tick = false, page = 1 },
      { service, person, now },
    ) {
      const desk = service.desk.definition.id;
      const editing = { service, person, now };
      // An id is taken for one where there is such an import: five letters may be a word as well.
      const named = what !== undefined && importId.test(what) ? await deps.imports.get(what, now) : undefined;
      const id = draft ?? (named?.desk === desk ? named.id : undefined);
      if (id !== undefined) {
        const one = named?.id === id ? named : await deps.imports.get(id, now);
        if (one?.desk !== desk) return noSuchImport(id);
        if (also !== undefined) return addSecondSource(deps, one, { entry: also, claim }, editing);
        if (claim !== undefined) return draftOne(deps, one, claim, editing);
        return continueImport(deps, one, { again, tick, brief, page }, editing);
      }
      if (what === undefined)
        return askForText(desk, person, 'Paste the text of the article, or give its address.');
      if (isFileName(what)) {
        const says = `Files are not read from here. Paste the text; files of entries are taken in the shell: npm run -s deskwire -- import FILE --desk ${desk}`;
        return askForText(desk, person, says);
      }
      const address = addressIn(what);
      if (address === undefined) {
        const says = 'A line keeps neither paragraphs nor quotation marks: paste the text here once more.';
        return askForText(desk, person, says, what);
      }
      const read = await deps.reader.page(address, service.desk.definition);
      return read.ok ? startImport(deps, read.article, editing) : unread(read, address, editing);
    },
  });

/** A page that cannot be read is asked for as text; a feed can be followed. */
function unread(
  { says, isFeed }: Extract<ArticleReading, { ok: false }>,
  address: string,
  { service, person }: Editing,
  typed?: string,
): Reply {
  const desk = service.desk.definition.id;
  if (!isFeed) return askForText(desk, person, says, typed);
  const follow = { label: 'Follow it', command: feedLine(desk, 'add', { url: address }) };
  return refusal('question', says, 'What now', [follow]);
}

const address = { test: (words: string) => /^\S*[^\s.:/][.:/]\S/.test(words) };

/** One fact of an article: its source is ready, and the statement is written in a form. */
export const addLink = (deps: ImportDeps) =>
  defineCommand({
    scope: 'app',
    name: 'add link',
    description: 'Write a fact from an article in one form',
    about: 'desk',
    role: 'editor',
    options: {
      url: { ...textOption('Address of the article', 2000, [], address), aliases: [] },
      said: { ...textOption('Words beside the address', 1000), older: true, keyed: true },
      grade: oneOf('Grade of its source, A to F', grades),
      draft: { ...textOption('Article that was read', 5, [], importId), older: true, keyed: true },
      claim: { ...textOption('Its sentence', 8, [], /^[0-9a-f]{8}$/), older: true, keyed: true },
    },
    bare: ['url'],
    alone: address,
    asks: true,
    acts: true,
    examples: [{ line: 'add https://example.com/article', about: 'write a fact from an article' }],
    async run({ url, said, grade: typed, draft, claim }, { service, person, now }) {
      const desk = service.desk.definition.id;
      const editing = { service, person, now };
      const grade = grades.find((one) => one === typed?.toUpperCase());
      const choice = { said, claim, grade };
      if (draft !== undefined) {
        const one = await deps.imports.get(draft, now);
        return one?.desk === desk ? offerEntry(deps, one, choice, editing) : noSuchImport(draft);
      }
      const what = url === undefined ? undefined : addressIn(url);
      if (what === undefined)
        return refusal(
          'invalid',
          'Write the address of an article: /deskwire-edit add https://example.com/article',
        );
      const read = await deps.reader.page(what, service.desk.definition);
      if (read.ok) return startEntry(deps, read.article, choice, editing);
      return unread(read, what, editing, said && `${said}\n\n${what}`);
    },
  });

/** So much is told of what is wrong: the rest is told when that is put right. */
const faultsTold = 3;
/** Each has a button of its own. */
const draftsTold = 5;

/** Takes in a pasted text that is written as the desk writes; or says what is wrong with it and takes nothing. */
export async function takeData(
  { data }: Pick<ImportDeps, 'data'>,
  text: string,
  { service, person }: Editing,
): Promise<{ reply: Reply } | { says: string }> {
  const { id, name } = service.desk.definition;
  const looked = await data.look(id, [{ path: 'pasted', bytes: new TextEncoder().encode(text) }]);
  if (!looked.ok) return { says: faultsIn(looked.faults) };
  const taken = await data.take(id, looked, { person });
  return { reply: importResult(looked, taken, { id, name }) };
}

function faultsIn(faults: Extract<LookedAt, { ok: false }>['faults']): string {
  const first = faults
    .slice(0, faultsTold)
    .map(({ line, what, fix }) => `Line ${line}: ${what}; ${fix}.`.replace(/([.?!])\.$/, '$1'));
  const more = faults.length - first.length;
  return [...first, ...(more > 0 ? [`And ${count(more, 'more fault')}.`] : []), 'Nothing was taken.'].join(
    ' ',
  );
}

function importResult(
  { entries, sources }: Extract<LookedAt, { ok: true }>,
  taken: readonly Taken[],
  desk: { id: string; name: string },
): Reply {
  const of = (standing: ImportedEntry['standing']) =>
    entries.filter((entry) => entry.standing === standing).length;
  const sums = `${of('new') + sources.length} new, ${of('changed')} changed, ${of('same')} the same.`;
  const outcomes = new Map(taken.map((one) => [one.id, one]));
  const items = [
    ...sources.map((source): Span[] => [
      { text: source.id, style: 'strong' },
      { text: ': a new source, added' },
    ]),
    ...entries.flatMap((entry) => {
      const became = outcomes.get(entry.body.id);
      return became ? [entryLine(entry, became)] : [];
    }),
  ];
  const waiting = taken.filter(({ outcome }) => outcome === 'in review').length;
  const next = [
    ...taken
      .slice(0, draftsTold)
      .map(({ draft }) => ({ label: `Draft ${draft}`, command: writeLine(desk.id, draft) })),
    { label: 'What waits for review', command: `/${appCommands.edit} review desk:${desk.id}` },
  ];
  return privately({
    desk: desk.id,
    blocks: [
      heading(`Brought in: ${desk.name}`),
      notice(
        'info',
        `${sums} ${waiting > 0 ? 'What is new or changed waits for a reviewer.' : 'There is nothing to do.'}`,
      ),
      ...(items.length > 0 ? [{ type: 'list' as const, items }] : []),
      ...(taken.length > 0 ? choices('Look at', next) : []),
    ],
  });
}

function entryLine({ body, standing, changes }: ImportedEntry, taken: Taken): Span[] {
  const fields = changes.map(({ field }) => field.toLowerCase()).join(', ');
  const kept = taken.outcome === 'kept' ? taken.faults.map(({ says }) => ` ${says}`).join('') : '';
  const state = taken.outcome === 'kept' ? `kept as a draft.${kept}` : taken.outcome;
  return [
    { text: body.id, style: 'strong' },
    {
      text: `: ${isListed(body.type) ? `${body.type} ` : ''}${standing}${fields ? ` (${fields})` : ''}, “${titleOf(body)}”, draft ${taken.draft}, ${state}`,
    },
  ];
}

/** No site ends so, and `md` is Moldova's. */
const fileEnding = /^[^/\\]+\.(?:txt|csv|tsv|json|ya?ml|html?|pdf|docx?|odt|ics)$/i;

/** One word that names a file and no page: a path, or a name with the ending of a file. */
function isFileName(what: string): boolean {
  const word = what.trim();
  if (/\s/.test(word)) return false;
  if (/^(?:file:|[a-z]:\\|~?\/|\.\.?\/)/i.test(word)) return true;
  const [first = '', ...rest] = word.split('/');
  if (rest.length === 0) return fileEnding.test(word);
  return !/[.:<]/.test(first) && /\.[a-z0-9]+$/i.test(rest.at(-1) ?? '');
}
