import { expect, test } from 'vitest';
import type { DeskFile } from '../../../src/content/read/file-kind.ts';
import { findChange } from '../../../src/content/sync/find-change.ts';
import { bytesHash, planSync } from '../../../src/content/sync/sync-plan.ts';
import { fixtureDesk } from '../fixture-desk.ts';

const more = (id: string, related: string[]) =>
  `- { id: ${id}, kind: event, title: ${id}, statement: Something., dates: [2025], standing: reported, ` +
  `topics: [energy], sources: [gazette], published: 2026-01-12, related: [${related.join()}] }\n`;

test('an entry that is gone has those files read that may speak of it, and no others', async () => {
  const texts = new Map<string, string>([
    ...fixtureDesk('good').files,
    ['facts/lost.yaml', more('stays', []) + more('lost', [])],
    ['facts/speaks.yaml', more('speaks', ['lost'])],
    ...Array.from({ length: 20 }, (_, n) => [`facts/other-${n}.yaml`, more(`other-${n}`, [])] as const),
  ]);
  const read: string[] = [];
  const filesOf = (all: ReadonlyMap<string, string>): DeskFile[] =>
    [...all].map(([path, text]) => ({
      path,
      get bytes() {
        read.push(path);
        return new TextEncoder().encode(text);
      },
    }));
  const hashes = (all: ReadonlyMap<string, string>) =>
    [...all].map(([path, text]) => ({ path, hash: bytesHash(new TextEncoder().encode(text)) }));
  const change = (
    files: ReadonlyMap<string, string>,
    given: Pick<Parameters<typeof findChange>[0], 'stored' | 'served' | 'referrers'>,
  ) =>
    findChange({
      desk: 'harbour',
      files: filesOf(files),
      plan: planSync(hashes(files), given.stored, []),
      ...given,
    });
  const nobody = async () => new Set<string>();
  const first = await change(texts, {
    stored: [],
    served: { entries: new Map(), added: [], gone: new Map() },
    referrers: nobody,
  });
  if (!first.change?.definition) throw new Error('the desk is not good');

  read.length = 0;
  texts.set('facts/lost.yaml', more('stays', []));
  const asked: (readonly string[])[] = [];
  const { faults, change: then } = await change(texts, {
    stored: first.change.files,
    served: {
      desk: first.change.definition,
      entries: new Map(first.change.entries.map(({ body, path }) => [body.id, path])),
      added: [],
      gone: new Map(),
    },
    async referrers(ids) {
      asked.push(ids);
      return new Set(['facts/speaks.yaml']);
    },
  });
  expect(asked).toEqual([['lost']]);
  expect([...new Set(read)].toSorted()).toEqual(['facts/lost.yaml', 'facts/speaks.yaml']);
  expect(faults).toMatchObject([{ file: 'facts/speaks.yaml', code: 'unknown_entry' }]);
  expect(then?.files.map(({ path }) => path).toSorted()).toEqual(['facts/lost.yaml', 'facts/speaks.yaml']);
});
