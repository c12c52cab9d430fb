import { inflateSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Picture, tableLines, totalOf } from '../../src/domain/answer/picture.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { person } from '../fakes/discord/person.ts';
import { serviceOnFakes } from '../service-on-fakes.ts';
import { words } from './desk.ts';

const guild = '200000000000000001';
const channel = '300000000000000001';

let service: Awaited<ReturnType<typeof serviceOnFakes>>;
beforeAll(async () => {
  service = await serviceOnFakes({ admins: 'slack:T1:UADMIN' });
});
afterAll(() => service.end());

const answered = (line: string): Promise<Reply> =>
  service.app.answerer.answer({
    text: `/centralasia ${line}`,
    person: 'slack:T1:U1',
    audience: 'person',
    pageSize: 5,
  });

function pictureIn({ blocks }: Reply): Picture {
  const picture = blocks.find((block) => block.type === 'picture');
  if (!picture) throw new Error(`no picture in ${JSON.stringify(blocks)}`);
  return picture;
}

/** The stops of `visits` as its answer counts them. */
async function stopsOf(line: string): Promise<number> {
  const { paging } = await answered(line);
  return paging?.total ?? Number.NaN;
}

const sumOf = (picture: Picture) => picture.table.rows.reduce((sum, row) => sum + totalOf(row), 0);

/** Width, height and all pixels of a PNG of eight bits a channel that is not interlaced. */
function decoded(png: Uint8Array) {
  const bytes = Buffer.from(png);
  expect(bytes.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  const data: Buffer[] = [];
  for (let at = 8; at < bytes.length; ) {
    const [length, kind] = [bytes.readUInt32BE(at), bytes.toString('latin1', at + 4, at + 8)];
    if (kind === 'IDAT') data.push(bytes.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const [width, height, depth, colour] = [
    bytes.readUInt32BE(16),
    bytes.readUInt32BE(20),
    bytes[24],
    bytes[25],
  ];
  expect([depth, colour]).toEqual([8, 6]);
  return { width, height, colours: coloursOf(inflateSync(Buffer.concat(data)), width, height) };
}

/** How many pixels have each colour; undoes the five filters of the PNG specification, section 9. */
function coloursOf(raw: Buffer, width: number, height: number): Map<string, number> {
  const line = width * 4;
  const colours = new Map<string, number>();
  let above = Buffer.alloc(line);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (line + 1)];
    const row = Buffer.from(raw.subarray(y * (line + 1) + 1, (y + 1) * (line + 1)));
    for (let x = 0; x < line; x += 1) {
      const [a, b, c] = [x < 4 ? 0 : (row[x - 4] ?? 0), above[x] ?? 0, x < 4 ? 0 : (above[x - 4] ?? 0)];
      const p = a + b - c;
      const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
      const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
      const add = [0, a, b, (a + b) >> 1, paeth][filter ?? 0] ?? 0;
      row[x] = ((row[x] ?? 0) + add) & 255;
    }
    for (let x = 0; x < line; x += 4) {
      const colour = row.toString('hex', x, x + 3);
      colours.set(colour, (colours.get(colour) ?? 0) + 1);
    }
    above = row;
  }
  return colours;
}

describe('the numbers of a chart', () => {
  test('are those of visits: in all, of each country and of each person', async () => {
    const all = await stopsOf('visits');
    for (const by of ['year', 'country', 'person'])
      expect(sumOf(pictureIn(await answered(`chart visits by ${by}`)))).toBe(all);
    for (const row of pictureIn(await answered('chart visits by country')).table.rows)
      expect([row.label, totalOf(row)]).toEqual([row.label, await stopsOf(`visits ${row.label}`)]);
    for (const row of pictureIn(await answered('chart visits by person')).table.rows)
      if (!row.label.endsWith('others'))
        expect([row.label, totalOf(row)]).toEqual([row.label, await stopsOf(`visits ${row.label}`)]);
  });

  test('are those of visits in each year', async () => {
    const { rows } = pictureIn(await answered('chart visits')).table;
    for (const row of rows.filter((each) => totalOf(each) > 0))
      expect([row.label, totalOf(row)]).toEqual([row.label, await stopsOf(`visits ${row.label}`)]);
  });

  test('keep to the time asked', async () => {
    const { rows } = pictureIn(await answered('chart visits since 2010 until 2015')).table;
    expect(rows.reduce((sum, row) => sum + totalOf(row), 0)).toBe(
      await stopsOf('visits since 2010 until 2015'),
    );
  });

  test('are those of topics, which do not add up', async () => {
    const said = words(await answered('topics'));
    const { table } = pictureIn(await answered('chart topics'));
    for (const row of table.rows)
      expect(said.filter((line) => line.startsWith(`${row.label} (`)).join()).toMatch(
        new RegExp(`: ${totalOf(row)} entr`),
      );
    expect(tableLines(table).join()).not.toContain('Total');
  });

  test('come with how far the record reaches, in the picture and beside it', async () => {
    const reply = await answered('chart visits by country');
    const { caption, alt } = pictureIn(reply);
    expect(caption).toContain('To the region: the registers of travel end on 4 December 2024 (US President)');
    expect(alt).toContain('Recorded visits only.');
    expect(reply.blocks).toContainEqual({
      type: 'notice',
      tone: 'gap',
      only: 'details',
      spans: [{ text: caption }],
    });
  });

  test('of years that the registers do not cover wholly are not shown as none', async () => {
    const { unknown, table } = pictureIn(await answered('chart visits'));
    expect(unknown).toEqual({
      labels: ['2024', '2025', '2026'],
      says: 'Not wholly covered by the registers',
    });
    expect(table.rows.at(-1)?.label).toBe('2026');
  });
});

test('a picture is a PNG that a phone shows sharply, in colours that the colour-blind tell apart', async () => {
  for (const line of ['chart visits', 'chart visits by country', 'chart visits by person', 'chart topics']) {
    const drawn = await service.app.pictures.draw(pictureIn(await answered(line)));
    if (!drawn.ok) throw new Error(drawn.why);
    const { width, height, colours } = decoded(drawn.png);
    expect(width).toBe(960);
    expect(height).toBeGreaterThan(500);
    expect(height).toBeLessThan(2000);
    expect(drawn.png.length).toBeLessThan(200_000);
    // Blue and orange of Okabe and Ito.
    for (const colour of line === 'chart topics' ? ['0072b2'] : ['0072b2', 'e69f00'])
      expect(colours.get(colour)).toBeGreaterThan(5000);
  }
});

test('equal pictures are drawn once', async () => {
  const picture = pictureIn(await answered('chart topics'));
  const [first, second] = [service.app.pictures.draw(picture), service.app.pictures.draw({ ...picture })];
  expect(await first).toBe(await second);
});

describe('on Slack', () => {
  const shownOn = async (line: string) => {
    const { slack } = service;
    const before = slack.workspace.shown.length;
    await slack.send.command(`/centralasia ${line}`, { user: 'U1', asSent: true });
    await expect.poll(() => slack.workspace.shown.length).toBeGreaterThan(before);
    return slack.workspace.shown[before]!;
  };
  const imagesOf = ({ blocks }: { blocks?: unknown }) =>
    (blocks as { type: string; slack_file?: { id: string }; alt_text?: string }[]).filter(
      ({ type }) => type === 'image',
    );
  afterEach(() => {
    const { workspace } = service.slack;
    workspace.scopes.add('files:write');
    workspace.uploadsDisabled = false;
    workspace.processing = 1;
    delete workspace.uploadUrl;
  });

  test('the file is uploaded into no channel, and an image block shows it beside the table', async () => {
    const shown = await shownOn('chart visits by country');
    const [image] = imagesOf(shown);
    const file = service.slack.workspace.files.get(image?.slack_file?.id ?? '');
    const picture = pictureIn(await answered('chart visits by country'));
    expect(file).toMatchObject({ name: picture.file, alt: picture.alt, title: picture.title });
    expect(decoded(file?.bytes ?? new Uint8Array()).width).toBe(960);
    expect(image?.alt_text).toBe(picture.alt);
    for (const line of tableLines(picture.table)) expect(shown.text).toContain(line);
    for (const { body } of service.slack.journal.of('files.completeUploadExternal'))
      expect(body).not.toHaveProperty('channel_id');
  });

  test('a second answer shows the file that is there', async () => {
    await shownOn('chart visits by country');
    const before = service.slack.workspace.files.size;
    expect(imagesOf(await shownOn('chart visits by country'))).toHaveLength(1);
    expect(service.slack.workspace.files.size).toBe(before);
  });

  const refusedBecause: [string, string, () => void, RegExp][] = [
    [
      'the scope is missing',
      'chart visits since 1995',
      () => service.slack.workspace.scopes.delete('files:write'),
      /No picture: the app may not upload files; its admin has to add the scope files:write\./,
    ],
    [
      'uploads are switched off',
      'chart visits since 1996',
      () => {
        service.slack.workspace.uploadsDisabled = true;
      },
      /No picture: Slack did not take it \(error \w+\)\./,
    ],
    [
      'the address to upload to leads elsewhere',
      'chart visits since 1997',
      () => {
        service.slack.workspace.uploadUrl = 'http://169.254.169.254/latest';
      },
      /No picture: Slack did not take it/,
    ],
    [
      'the file is never processed',
      'chart visits since 1998',
      () => {
        service.slack.workspace.processing = 99;
      },
      /No picture: Slack does not show it \(error \w+\)\./,
    ],
  ];
  test.each(refusedBecause)('the table stands alone and says why when %s', async (_, line, spoil, says) => {
    spoil();
    const shown = await shownOn(line);
    expect(imagesOf(shown)).toEqual([]);
    expect(shown.text).toMatch(says);
    for (const row of tableLines(pictureIn(await answered(line)).table)) expect(shown.text).toContain(row);
  });
});

describe('on Discord', () => {
  const reader = () => person(service.discord, { guild, channel, user: '400000000000000001' });
  const asked = async (options: Record<string, string>) => {
    const before = reader().messages().length;
    reader().command('centralasia', 'chart', options);
    const shown = () =>
      reader()
        .messages()
        .slice(before)
        .find(({ thinking }) => !thinking);
    await service.discord.until(() => shown() !== undefined);
    return shown()!;
  };

  test('the picture is an attachment with a description, and a gallery shows it', async () => {
    const message = await asked({ what: 'visits', by: 'person' });
    const { file, alt } = pictureIn(await answered('chart visits by person'));
    expect(message.body.attachments).toEqual([{ id: 0, filename: file, description: alt }]);
    expect(message.files?.map(({ name }) => name)).toEqual([file]);
    expect(decoded(message.files?.[0]?.bytes ?? new Uint8Array()).width).toBe(960);
    expect(JSON.stringify(message.body.components)).toContain(`attachment://${file}`);
    expect(JSON.stringify(message.body.components)).toContain('Nursultan Nazarbayev');
  });

  test('a button changes the picture in the message that it is under', async () => {
    const message = await asked({ what: 'visits', by: 'country' });
    const button = reader()
      .buttons()
      .find((each) => each.label === 'Visits by person' && each.message === message.id);
    const { file } = pictureIn(await answered('chart visits by person'));
    reader().press(button!);
    const changed = () => service.discord.world.messages.get(message.id)!;
    await service.discord.until(() => changed().files?.[0]?.name === file);
    expect(changed().body.attachments).toMatchObject([{ id: 0, filename: file }]);
  });

  test('the table stands alone and says why when Discord refuses the file', async () => {
    service.discord.world.refuseFiles = true;
    const message = await asked({ what: 'topics' }).finally(() => {
      service.discord.world.refuseFiles = false;
    });
    expect(message.files).toEqual([]);
    expect(message.body).not.toHaveProperty('attachments');
    expect(JSON.stringify(message.body)).toContain('No picture: Discord does not take it here.');
    expect(JSON.stringify(message.body)).toContain('Minerals');
  });
});
