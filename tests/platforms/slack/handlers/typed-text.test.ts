import { expect, test } from 'vitest';
import { startedDesk } from '../desk.ts';

test.each([
  ['roles grant <@U2|jane> editor', 'roles grant <@U2|jane> editor'],
  ['add fact url:<https://a.example/x?y=1&amp;z=2>', 'add fact url:https://a.example/x?y=1&z=2'],
  ['add fact url:<http://a.example|a.example>', 'add fact url:http://a.example'],
  ['tell <mailto:jane@a.example|jane@a.example>', 'tell jane@a.example'],
  ['add fact title:"oil &amp; gas &lt;2026&gt;"', 'add fact title:"oil & gas <2026>"'],
  ['roles grant &lt;@U2&gt;', 'roles grant <@U2>'],
  ['say &amp;lt;', 'say &lt;'],
])('%s is read as it was typed', async (sent, typed) => {
  const desk = await startedDesk();
  await desk.fake.send.command(`/deskwire ${sent}`, { asSent: true });
  expect(desk.questions[0]?.text).toBe(`/deskwire ${typed}`);
});
