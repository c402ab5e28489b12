import type { Reply } from "@/emulators/upstash-redis/reply";
import type { MessageListener } from "@/emulators/upstash-redis/store/pub-sub";

/** A script with its shebang removed; all text is binary. */
export type Script = { text: string; keys: string[]; args: string[]; isReadOnly: boolean };

/** The Redis behind the HTTP endpoint: our own store, or a real `redis-server`. All text is binary. */
export type Backend = {
  kind: "memory" | "redis-server";
  /** Runs one command. @throws CommandError for Redis' error responses */
  execute: (args: string[]) => Promise<Reply> | Reply;
  /** Runs a script. @throws CommandError */
  runScript: (script: Script) => Promise<Reply> | Reply;
  /** Runs commands with nothing in between; an item is an error where its command failed. */
  executeTogether: (commands: string[][]) => Promise<(Reply | Error)[]>;
  /** Listens to channels or patterns until the returned function is called. */
  subscribe: (
    to: { kind: "channel" | "pattern"; names: string[] },
    listener: MessageListener,
  ) => Promise<() => void>;
  close: () => Promise<void>;
};
