/** The shapes of Discord's Components V2 that are sent, as they go over the wire. */

export const messageFlag = { suppressEmbeds: 1 << 2, ephemeral: 1 << 6, componentsV2: 1 << 15 } as const;

export interface TextDisplay {
  type: 10;
  content: string;
}

export interface Separator {
  type: 14;
  divider: boolean;
  /** 1 small, 2 large. */
  spacing: 1 | 2;
}

export interface Container {
  type: 17;
  accent_color: number;
  components: (TextDisplay | Separator)[];
}

export interface Button {
  type: 2;
  /** 1 primary, 2 secondary. */
  style: 1 | 2;
  label: string;
  custom_id: string;
}

export interface StringSelect {
  type: 3;
  custom_id: string;
  placeholder: string;
  options: { label: string; value: string; description?: string }[];
}

export interface ActionRow {
  type: 1;
  components: (Button | StringSelect)[];
}

/** Nobody is mentioned but a role named here: an absent `allowed_mentions` would let Discord parse users from the text. */
export interface MessageBody {
  flags: number;
  components: TopComponent[];
  allowed_mentions: { parse: never[]; roles?: string[] };
}

type TopComponent = Container | ActionRow | TextDisplay;

export type Visibility = 'private' | 'public';

export function messageBody(components: TopComponent[], visibility: Visibility): MessageBody {
  const shown = visibility === 'private' ? messageFlag.ephemeral : 0;
  return {
    flags: messageFlag.componentsV2 | messageFlag.suppressEmbeds | shown,
    components,
    allowed_mentions: { parse: [] },
  };
}

/** Who sees a message is fixed when it is first posted; Discord takes no such flag with an edit. */
export function editBody(body: MessageBody): MessageBody {
  return { ...body, flags: body.flags & ~messageFlag.ephemeral };
}
