import { shorten } from './buttons.ts';
import { wordsField } from './incoming.ts';
import { limits, ours } from './limits.ts';

/** The form in which a reader says what is wrong. `state` comes back with it, so nothing need be remembered. */
export function reportForm(entry: string, state: string): object {
  return {
    custom_id: state,
    title: 'Report a mistake',
    components: [
      {
        type: 18,
        label: 'What is wrong?',
        description: shorten(
          `About ${entry}. The editors of the desk read this.`,
          limits.modalDescription.max,
        ),
        component: {
          type: 4,
          custom_id: wordsField,
          style: 2,
          required: true,
          min_length: 1,
          max_length: ours.reportWords,
          placeholder: 'If you can, name a source that says otherwise.',
        },
      },
    ],
  };
}
