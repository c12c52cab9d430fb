import type { Json, Workspace } from './workspace.ts';
import { type ApiMethod, refuse, scopeMissing, type World } from './world.ts';

/** "alt_txt_too_large: Description for the image is longer than the limit of 1000 character" */
const longestAlt = 1000;

/** A file on its way into Slack, or in it. */
export interface FakeFile {
  id: string;
  name: string;
  /** As announced; what is uploaded must have as many bytes. */
  length: number;
  alt: string;
  bytes?: Uint8Array;
  title?: string;
  /** "Files are processed asynchronously": so many messages that show it are refused first. */
  processing: number;
}

const getUploadUrl: ApiMethod = ({ world, args }) => {
  const { workspace, host } = world;
  const against = scopeMissing(world, 'files:write');
  if (against) return against;
  const length = Number(args.length);
  if (typeof args.filename !== 'string' || !(length > 0)) return refuse('missing_argument');
  const alt = String(args.alt_txt ?? '');
  if (alt.length > longestAlt) return refuse('alt_txt_too_large');
  if (workspace.uploadsDisabled) return refuse('file_uploads_disabled');
  const id = workspace.nextId('F');
  workspace.files.set(id, { id, name: args.filename, length, alt, processing: workspace.processing });
  return { ok: true, upload_url: workspace.uploadUrl ?? `http://${host}/upload/${id}`, file_id: id };
};

/** "Slack will return HTTP 200 if the upload is successful." */
export function takeUpload({ workspace }: World, id: string, bytes: Uint8Array) {
  const file = workspace.files.get(id);
  if (!file || file.bytes) return { status: 404, answer: 'not found' };
  if (bytes.length !== file.length) return { status: 400, answer: 'length differs' };
  file.bytes = bytes;
  return { status: 200, answer: `OK - ${bytes.length}` };
}

const completeUpload: ApiMethod = ({ world, args }) => {
  const against = scopeMissing(world, 'files:write');
  if (against) return against;
  const given = Array.isArray(args.files) ? (args.files as { id?: string; title?: string }[]) : [];
  if (given.length === 0) return refuse('missing_argument');
  const files = given.map(({ id = '' }) => world.workspace.files.get(id));
  if (files.some((file) => !file?.bytes)) return refuse('file_not_found');
  for (const [at, file] of files.entries()) if (file) file.title = given[at]?.title ?? file.name;
  return { ok: true, files: files.map((file) => ({ id: file?.id, title: file?.title, mimetype: '' })) };
};

export const fileMethods = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
} satisfies Record<string, ApiMethod>;

/** What Slack says of blocks that show a file which it does not know, or has not processed. */
export function fileFaults({ files }: Workspace, blocks: unknown): string[] {
  if (!Array.isArray(blocks)) return [];
  return blocks.flatMap((block: Json, at) => {
    const shown = block.type === 'image' ? (block.slack_file as { id?: string } | undefined) : undefined;
    if (!shown) return [];
    const file = files.get(shown.id ?? '');
    const ready = file?.title !== undefined && file.processing <= 0;
    if (file && !ready) file.processing -= 1;
    return ready ? [] : [`invalid slack file [json-pointer:/blocks/${at}/slack_file]`];
  });
}
