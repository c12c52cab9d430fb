import type { Pace } from '../../domain/ports/platform.ts';

/**
 * Every limit of Discord that the renderer and the registration keep, with the words it was taken from.
 * Lengths are UTF-16 units, the stricter of the two ways to count.
 */
export const limits = {
  components: { max: 40, source: 'Components V2: "max 40 components total (nested count)"' },
  textTotal: {
    max: 4000,
    source: '"4000 in total over the message" (not in the documentation: kept anyway)',
  },
  buttonsPerRow: { max: 5, source: '"5 buttons per Action Row"' },
  buttonLabel: { max: 80, source: '"Button label 80"' },
  customId: { max: 100, source: '"custom_id 1-100 and unique per message"' },
  selectOptions: { max: 25, source: '"select 25 options"' },
  selectText: { max: 100, source: '"select … label/value/description 100"' },
  address: { max: 512, source: '"url 512", stated for buttons; kept for links in text too' },
  modalTitle: { max: 45, source: 'Modals: "title 45"' },
  modalComponents: { max: 5, source: 'Modals: "1-5 components"' },
  labelText: { max: 45, source: 'Modals: "Label (type 18: label 45"' },
  textInput: { max: 4000, source: 'Modals: "Text Input (max 4000"' },
  modalDescription: { max: 100, source: 'Modals: "Label (type 18: label 45, description 100)"' },
  autocompleteChoices: { max: 25, source: 'Autocomplete: "callback type 8, max 25 choices"' },
  choiceText: { max: 100, source: '"choice name 100, string choice value 100"' },
  commandOptions: { max: 25, source: '"25 options, 25 choices"' },
  commandDescription: { max: 100, source: '"name 1-32, description 1-100"' },
  textOption: { max: 6000, source: '"string option min/max_length up to 6000"' },
  commandTotal: {
    max: 8000,
    source: '"8,000 chars total per command (names + descriptions + values incl. nested)"',
  },
} as const satisfies Record<string, { max: number; source: string }>;

/** Ours, not Discord's. */
export const ownLimits = {
  /** What the editors' list keeps of a report. */
  reportWords: 1000,
  choiceButtons: 10,
  /** Room for the line "part 2 of 3" and for line breaks between pieces. */
  partLine: 60,
  /** The longest piece that is never broken: it fits beside the largest set of buttons. */
  piece: 2700,
  /** The most components that buttons of the last message take: navigation 4, choices 12, reports 2. */
  actionComponents: 18,
} as const;

/** Of "50 requests per second" a bot, at most 50 in any second, those that begin late counted in. */
export const pace: Pace = { posts: 5, within: 111, late: 100 };

/** Beside as many posts, of "50 requests per second" a bot. */
export const lookPace: Pace = { posts: 4, within: 201 };
