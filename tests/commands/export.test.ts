import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reply } from '../../src/domain/reply.ts';
import { renderText } from '../../src/platforms/terminal/render.ts';
import { makeFact } from '../domain/make.ts';
import { whole } from './desk.ts';
import { editor, openImports, reader } from './import-desk.ts';

let desk: Awaited<ReturnType<typeof openImports>>;
beforeAll(async () => {
  desk = await openImports();
  const about = { topics: ['energy'], countries: ['KZ'], sources: ['sanchez-2026'], published: '2026-11-01' };
  const note = 'Ends a block? ```\n'.trim();
  for (const handling of ['public', 'internal', 'restricted'])
    await desk.store.writer.write(
      {
        ...{ desk: 'centralasia', actor: editor, base: 0 },
        body: makeFact({ ...about, id: `is-${handling}`, handling, note, title: `It is ${handling}` }).body,
      },
      new Date('2026-11-02T00:00:00Z'),
    );
});
afterAll(() => desk.end());

const code = ({ blocks }: Reply) => blocks.flatMap((block) => (block.type === 'code' ? [block.text] : []));

describe('export in chat', () => {
  test.each([
    ['yaml', /^- id: is-public\n {2}title: It is public\n/],
    ['csv', /^id,type,kind,.*\r\nis-public,fact,event,It is public,/],
    ['json', /^\[\n {2}\{\n {4}"type": "fact",\n {4}"id": "is-public"/],
    ['ics', /^BEGIN:VCALENDAR\r\n[\s\S]*DTSTART;VALUE=DATE:20260201/],
  ])('gives one entry as %s, to be copied, for the asker alone', async (format, begins) => {
    const reply = await desk.ask(`/deskwire-edit export ${format} is-public`);
    expect(reply).toMatchObject({ outcome: 'ok', visibility: 'private' });
    expect(code(reply)).toEqual([expect.stringMatching(begins)]);
  });

  test('what it gives can be pasted back and changes nothing', async () => {
    for (const format of ['yaml', 'csv', 'json']) {
      const [text = ''] = code(await desk.ask(`/deskwire-edit export ${format} is-public`));
      const outcome = await desk.fill('import-text-centralasia', { text1: text });
      if (outcome.outcome !== 'answered') throw new Error(outcome.form.fields[0]?.fault);
      expect(whole(outcome.reply)).toContain('0 new, 0 changed, 1 the same. There is nothing to do.');
    }
  });

  test('its blanks and line breaks are kept in the terminal', async () => {
    const reply = await desk.ask('/deskwire-edit export yaml is-public');
    expect(renderText(reply, { width: 60, colour: false, links: false })).toContain(
      '\n  - id: is-public\n    title: It is public\n',
    );
  });

  test('all of a desk is more than a message holds: the line for the host is told', async () => {
    const reply = await desk.ask('/deskwire-edit export csv');
    expect(code(reply)).toEqual([
      'npm run -s deskwire -- export centralasia --format csv --out centralasia.csv',
    ]);
    expect(whole(reply)).toMatch(/\d+ entries are more than a message holds/);
  });

  test('gives nothing that not every reader may see, whoever asks', async () => {
    for (const id of ['is-internal', 'is-restricted']) {
      const reply = await desk.ask(`/deskwire-edit export yaml ${id}`);
      expect(reply).toMatchObject({ outcome: 'not_found' });
      expect(code(reply)).toEqual([]);
    }
  });

  test('is refused to a reader, and another format is answered with those there are', async () => {
    expect(await desk.ask('/deskwire-edit export yaml is-public', reader)).toMatchObject({
      outcome: 'forbidden',
    });
    expect(whole(await desk.ask('/deskwire-edit export format:pdf'))).toContain('yaml');
  });
});
