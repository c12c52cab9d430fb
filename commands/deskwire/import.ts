import { z } from 'zod';
import { pageOption, textOption } from '../../src/command/define.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { feedLine } from './feed-lines.ts';
import { addSecondSource, draftOne, goOn, start } from './import-flow.ts';
import type { ImportNeeds } from './import-needs.ts';
import { askForText, noSuchImport } from './import-replies.ts';
import { addressIn, isFileName } from './typed-address.ts';

const importId = /^[0-9a-z]{5}$/;

/** An article, from its address or its text to drafts that name it as their source; or entries as the desk writes them. */
export const importArticle = (needs: ImportNeeds) =>
  defineHouseCommand({
    name: 'import',
    description: 'Draft from an article or data',
    about: 'desk',
    role: 'editor',
    options: {
      // Other words are pasted text: they are taken up, so that nothing typed is lost.
      what: {
        description: 'Its address',
        kind: { type: 'words' },
        schema: z.string().max(1000),
      },
      draft: textOption('Import to go on with', 5, [], importId),
      claim: textOption('Proposed fact', 8, [], /^[0-9a-f]{8}$/),
      also: {
        description: 'Entry to add it to',
        kind: { type: 'entry' },
        schema: z.string(),
      },
      again: {
        description: 'Although known',
        kind: { type: 'flag' },
        schema: z.boolean(),
      },
      tick: { description: 'In a form', kind: { type: 'flag' }, schema: z.boolean() },
      page: pageOption,
    },
    bare: ['what'],
    acts: true,
    examples: [
      { line: 'import https://example.com/article', about: 'read an article and draft facts from it' },
      { line: 'import', about: 'paste the text of an article' },
    ],
    async run({ what, draft, claim, also, again = false, tick = false, page = 1 }, { service, person, now }) {
      const desk = service.desk.definition.id;
      const editing = { service, person, now };
      // An id is taken for one where there is such an import: five letters may be a word as well.
      const named =
        what !== undefined && importId.test(what) ? await needs.imports.get(what, now) : undefined;
      const id = draft ?? (named?.desk === desk ? named.id : undefined);
      if (id !== undefined) {
        const one = named?.id === id ? named : await needs.imports.get(id, now);
        if (one?.desk !== desk) return noSuchImport(id);
        if (also !== undefined) return addSecondSource(needs, one, { entry: also, claim }, editing);
        if (claim !== undefined) return draftOne(needs, one, claim, editing);
        return goOn(needs, one, { again, tick, page }, editing);
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
      const read = await needs.reader.page(address, service.desk.definition);
      if (read.ok) return start(needs, read.article, editing);
      if (!read.isFeed) return askForText(desk, person, read.says);
      const follow = { label: 'Follow it', command: feedLine(desk, 'add', { url: address }) };
      return refusal('question', read.says, 'What now', [follow]);
    },
  });
