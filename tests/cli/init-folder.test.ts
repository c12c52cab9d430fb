import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { initRuns } from './init-in.ts';

const { folder, run } = initRuns();

describe('the folder of the desks', () => {
  test('is set in .env once, and asked again where it is none; of another one there it asks, and tells it at the end', async () => {
    const at = join(mkdtempSync(join(folder, 'env-')), 'clone');
    mkdirSync(at);
    const briefs = join(at, '..', 'mine');
    writeFileSync(join(at, '.env'), 'PORT=4000');
    const first = await run({ name: 'Benelux', countries: 'BE NL LU', out: '../mine', languages: 'fr' }, at);
    expect(first.code, first.text).toBe(0);
    const env = `PORT=4000\nDESKWIRE_BRIEFS=${JSON.stringify(briefs)}\n`;
    expect(readFileSync(join(at, '.env'), 'utf8')).toBe(env);
    const manifest = readFileSync(join(briefs, 'slack-manifest.json'), 'utf8');
    expect(
      JSON.parse(manifest).features.slash_commands.map(({ command }: { command: string }) => command),
    ).toEqual(['/benelux', '/deskwire', '/deskwire-edit']);
    const languagesIn = (file: string) =>
      /^languages:\n((?: +- .*\n)+)/m.exec(readFileSync(join(at, file), 'utf8'))?.[1]?.match(/\w+/g);
    expect(languagesIn('../mine/benelux/desk.yaml')).toEqual(['fr']);
    const nordics = { name: 'Nordics', countries: 'SE, NO, DK', counterparts: 'Russia', out: '../others' };
    const second = await run(nordics, at);
    expect(languagesIn('../others/nordics/desk.yaml')).toEqual(expect.arrayContaining(['sv', 'da', 'ru']));
    const others = JSON.stringify(join(at, '..', 'others'));
    expect(second.text.trim().split('\n').at(-1)).toBe(
      `/nordics is not served yet: .env names ${briefs}. To serve it, write there: DESKWIRE_BRIEFS=${others}`,
    );
    expect(readFileSync(join(at, '.env'), 'utf8')).toBe(env);
    const asked = async (...lines: string[]) =>
      (await run({}, at, Readable.from(lines.map((line) => `${line}\n`)))).text;
    const wrong = ['Port of Spain', './desks', '.'];
    const last = await asked('Alps', 'CH, AT', '', '', '', '', '', ...wrong, '../others', '', 'y');
    for (const says of [
      '"Port of Spain" is no path; write a folder outside this one',
      'desks is inside',
      '"." is no',
    ])
      expect(last).toContain(says);
    expect(readdirSync(at)).toEqual(['.env']);
    expect(last).toContain(`.env names another folder, ${briefs}. Serve`);
    expect(readFileSync(join(at, '.env'), 'utf8')).toBe(`PORT=4000\nDESKWIRE_BRIEFS=${others}\n`);
    // The folder that is served takes further desks.
    const more = await asked('Danube', 'RO, BG', '', '', '', '', '', '', '');
    expect(more).toContain(`Set in .env: DESKWIRE_BRIEFS=${others}`);
  });

  test('loses nothing that is there', async () => {
    const at = mkdtempSync(join(folder, 'kept-'));
    const options = { name: 'Maghreb', countries: 'Morocco, Algeria, Tunisia', out: join(at, 'mine') };
    await run(options);
    const file = join(at, 'mine', 'maghreb', 'desk.yaml');
    writeFileSync(file, 'kept');
    const { code, text } = await run(options);
    expect(code).toBe(2);
    expect(text).toContain('exists; nothing of it is overwritten');
    expect(readFileSync(file, 'utf8')).toBe('kept');
  });

  test('a folder that has the desk already is not offered again', async () => {
    const at = join(folder, 'twice', 'clone');
    mkdirSync(at, { recursive: true });
    const answers = ['Baltics', 'EE LV', '', '', 'et', '', '', '', '', ''];
    const asked = () => run({}, at, Readable.from(answers.map((line) => `${line}\n`)));
    const both = [await asked(), await asked()];
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both[1]?.text).toContain('[../deskwire-briefs-2]');
    expect(both[1]?.text).toContain('et: Estonian, lv: Latvian');
  });
});
