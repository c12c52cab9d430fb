/** A folder of briefs on one machine. */
export interface ContentFolder {
  /** Name of the machine; a container that is made anew has a new one. */
  host: string;
  /** Absolute, links resolved. */
  path: string;
}

/** Which folder the content of this store comes from, and which processes serve it. One process syncs at a time. */
export interface ContentFolders {
  /** `known`: the folder that was last taken. `served`: a process other than `process` serves just that one now. */
  look(process: string, now: Date): Promise<{ known?: ContentFolder; served: boolean }>;
  /** The process serves the folder until then. Kept by doing it again before it runs out. */
  serve(process: string, folder: ContentFolder, until: Date): Promise<void>;
  leave(process: string): Promise<void>;
  /** From now on content comes from this folder. False when `seen`, what `look` said, is not so any more. */
  take(
    folder: ContentFolder,
    seen: { process: string; known: ContentFolder | undefined; now: Date },
  ): Promise<boolean>;
  /** True when the process may sync until then: no other does. Kept by doing it again before it runs out. */
  beginSync(process: string, until: Date, now: Date): Promise<boolean>;
  endSync(process: string): Promise<void>;
}
