import { noPicture } from '../../../domain/answer/picture.ts';

/** The shapes of Discord's Components V2 that are sent, as they go over the wire. */

const messageFlag = { suppressEmbeds: 1 << 2, ephemeral: 1 << 6, componentsV2: 1 << 15 } as const;

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

/** Pictures of the message itself: an attachment that no component shows is not seen. */
interface MediaGallery {
  type: 12;
  items: { media: { url: `attachment://${string}` }; description: string }[];
}

interface Container {
  type: 17;
  accent_color: number;
  components: ContainerPart[];
}

export type ContainerPart = TextDisplay | Separator | MediaGallery;

export interface Button {
  type: 2;
  /** 1 primary, 2 secondary. */
  style: 1 | 2;
  label: string;
  custom_id: string;
}

interface StringSelect {
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
  /** Files that come with it, by their place; the description is what a screen reader says. */
  attachments?: { id: number; filename: string; description: string }[];
}

type TopComponent = Container | ActionRow | TextDisplay;

export type Visibility = 'private' | 'public';

export function messageBody(components: TopComponent[], visibility: Visibility): MessageBody {
  const shown = visibility === 'private' ? messageFlag.ephemeral : 0;
  const attachments = components
    .flatMap((each) => (each.type === 17 ? each.components : []))
    .flatMap((each) => (each.type === 12 ? each.items : []))
    .map(({ media, description }, id) => ({ id, filename: media.url.slice(scheme.length), description }));
  return {
    flags: messageFlag.componentsV2 | messageFlag.suppressEmbeds | shown,
    components,
    allowed_mentions: { parse: [] },
    ...(attachments.length > 0 && { attachments }),
  };
}

const scheme = 'attachment://';

/** The same message without its pictures, and the reason in their place; their tables are in it already. */
export function withoutPictures({ attachments: _, ...body }: MessageBody, why: string): MessageBody {
  const reason: TextDisplay = { type: 10, content: `-# ${noPicture(why)}` };
  const components = body.components.map((each) =>
    each.type === 17
      ? { ...each, components: each.components.map((part) => (part.type === 12 ? reason : part)) }
      : each,
  );
  return { ...body, components };
}

/** Who sees a message is fixed when it is first posted; Discord takes no such flag with an edit. */
export function editBody(body: MessageBody): MessageBody {
  return { ...body, flags: body.flags & ~messageFlag.ephemeral };
}
