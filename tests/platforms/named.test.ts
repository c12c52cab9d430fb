import { expect, test } from 'vitest';
import { channel, naming, person } from '../../src/domain/answer/named.ts';
import { unsigned } from '../../src/domain/button-actions.ts';
import type { Reply, Span } from '../../src/domain/reply.ts';
import { renderMessages as onDiscord } from '../../src/platforms/discord/render/render.ts';
import { renderMessages as onSlack } from '../../src/platforms/slack/render/render.ts';
import { renderText } from '../../src/platforms/terminal/render.ts';

const binding = { person: 'slack:T1:U1', channel: 'C1' };

function shown(spans: Span[]) {
  const reply: Reply = {
    ...{ version: 2, outcome: 'ok', visibility: 'private', citations: [] },
    blocks: [{ type: 'text', spans }],
  };
  const [slack] = onSlack(reply, {
    visibility: 'private',
    line: '',
    buttons: { actions: unsigned, binding },
  });
  const [discord] = onDiscord(reply, { line: '', binding, actions: unsigned, visibility: 'private' });
  return {
    slack: slack?.text.replaceAll('\u2060', ''),
    elements: JSON.stringify(slack?.blocks),
    discord: JSON.stringify(discord?.components),
    pings: discord?.allowed_mentions,
    terminal: renderText(reply, { width: 80, colour: false, links: false }),
  };
}

test('each platform shows its own people, groups and channels by name, and those of the other in words', () => {
  const slack = shown([
    ...naming('slack:T1:U2 is now editor by slack:T1:S3', 'slack:T1:U2', 'slack:T1:S3'),
    { text: ' in ' },
    channel('slack:T1:C4'),
  ]);
  expect(slack.slack).toContain('<@U2> is now editor by <!subteam^S3> in <#C4>');
  expect(slack.elements).toContain('{"type":"user","user_id":"U2"}');
  expect(slack.elements).toContain('{"type":"usergroup","usergroup_id":"S3"}');
  expect(slack.elements).toContain('{"type":"channel","channel_id":"C4"}');
  expect(slack.discord).toContain('Slack user U2 is now editor by Slack group S3 in Slack channel C4');
  expect(slack.terminal).toContain('slack:T1:U2 is now editor');

  const discord = shown([
    person('discord:20000:40001'),
    { text: ' ' },
    person('discord:20000:R50001'),
    { text: ' ' },
    channel('discord:20000:30001'),
    { text: ' ' },
    channel('discord:20000:@40001'),
  ]);
  expect(discord.discord).toContain('<@40001> <@&50001> <#30001> direct messages with <@40001>');
  expect(discord.pings).toEqual({ parse: [] });
  expect(discord.slack).toContain('Discord user 40001 Discord group 50001 Discord channel 30001');
});

test('nobody is named by words that only look like a mention, nor is the host a person', () => {
  const { slack, elements, discord } = shown([
    ...naming('<@U9> and slack:T1:U9', 'slack:T1:U2'),
    person('files'),
    person('terminal'),
  ]);
  expect(elements).not.toContain('user_id');
  expect(slack).not.toContain('<@U9>');
  expect(discord).not.toMatch(/(?<!\\\\)<@/);
});
