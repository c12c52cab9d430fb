import { answer, deskLine, heading, list, text } from '../src/command/answer/blocks.ts';
import { requestContext } from '../src/command/answer/request.ts';
import { defineCommand } from '../src/command/define.ts';
import { count } from '../src/domain/dates/day.ts';

export const topics = defineCommand({
  scope: 'desk',
  name: 'topics',
  description: 'Topics of this desk, with the number of entries on each',
  role: 'reader',
  options: {},
  bare: [],
  examples: [
    { line: 'topics', about: 'all topics of the desk' },
    { line: 'facts {topic}', about: 'the facts on one topic' },
  ],
  async run(_, context) {
    const counts = await context.entries.countByTopic(requestContext(context).scope);
    const lines = context.desk.definition.topics
      .map(({ id, name }) => ({ id, name, held: counts.get(id) ?? 0 }))
      .sort((a, b) => b.held - a.held || a.name.localeCompare(b.name))
      .map(({ name, id, held }) => `${name} (${id}): ${count(held, 'entry', 'entries')}`);
    const blocks = [
      heading('Topics'),
      text('An entry may belong to several topics and is counted under each.'),
      ...list(lines),
      text(`Read one with ${deskLine(context, 'facts TOPIC')} or ${deskLine(context, 'timeline TOPIC')}.`),
    ];
    return answer(context, { blocks });
  },
});
