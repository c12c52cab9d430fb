import { atAGlance, deskLine, heading, list, onlyIn, text } from '../src/command/answer/blocks.ts';
import { requestContext } from '../src/command/answer/request.ts';
import { defineCommand } from '../src/command/define.ts';
import { count } from '../src/domain/dates/day.ts';

export const topics = defineCommand({
  scope: 'desk',
  name: 'topics',
  description: 'Topics of this desk, with the number of entries on each',
  role: 'reader',
  forms: true,
  options: {},
  bare: [],
  examples: [
    { line: 'topics', about: 'all topics of the desk' },
    { line: 'facts {topic}', about: 'the facts on one topic' },
  ],
  async run(_, context) {
    const counts = await context.entries.countByTopic(requestContext(context).scope);
    const all = context.desk.definition.topics
      .map(({ id, name }) => ({ id, name, held: counts.get(id) ?? 0 }))
      .sort((a, b) => b.held - a.held || a.name.localeCompare(b.name));
    const [shown, others] = [all.slice(0, mostTopics), all.slice(mostTopics)];
    const blocks = [
      heading(`Topics: ${all.length}`),
      ...onlyIn('glance', [
        ...list(shown.map(({ name, held }) => `${name}: ${count(held, 'entry', 'entries')}`)),
        ...(others.length > 0 ? [text(`${others.length} more under Details.`, 'emphasis')] : []),
      ]),
      ...onlyIn('details', [
        text('An entry may belong to several topics and is counted under each.'),
        ...list(all.map(({ name, id, held }) => `${name} (${id}): ${count(held, 'entry', 'entries')}`)),
        text(`Read one with ${deskLine(context, 'facts TOPIC')} or ${deskLine(context, 'timeline TOPIC')}.`),
      ]),
    ];
    const narrower = shown.slice(0, mostButtons).map(({ id, name }) => ({
      label: `Facts: ${name}`,
      command: deskLine(context, `facts topic:${id}`),
    }));
    return atAGlance(context, { blocks, narrower });
  },
});

const [mostTopics, mostButtons] = [18, 3];
