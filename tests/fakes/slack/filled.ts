import type { Json } from './workspace.ts';

export type OpenView = Json & { blocks: Input[] };

interface Input {
  block_id?: string;
  element?: {
    action_id: string;
    type: string;
    initial_value?: string;
    initial_option?: { value: string } | undefined;
    initial_options?: { value: string }[];
  };
}

/** What an input of a view holds when it is sent: what is typed here, or what stood in it. */
function chosen(element: NonNullable<Input['element']>, typed?: string) {
  const { type, initial_value, initial_option = null, initial_options = [] } = element;
  switch (type) {
    case 'plain_text_input':
      return { type, value: typed ?? initial_value ?? null };
    case 'static_select':
    case 'external_select':
      return { type, selected_option: typed === undefined ? initial_option : { value: typed } };
    default: {
      const values = typed?.split(',').flatMap((value) => value.trim() || []);
      return { type, selected_options: values?.map((value) => ({ value })) ?? initial_options };
    }
  }
}

/** The state of a modal as Slack sends it, with these values in its inputs by the id of their block. */
export const filled = ({ blocks }: OpenView, values: Readonly<Record<string, string>>): Json =>
  Object.fromEntries(
    blocks.flatMap(({ block_id, element }) => {
      if (!block_id || !element) return [];
      return [[block_id, { [element.action_id]: chosen(element, values[block_id]) }]];
    }),
  );
