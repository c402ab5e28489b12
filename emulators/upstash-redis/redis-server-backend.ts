import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import type { Backend } from "@/emulators/upstash-redis/backend";
import { CommandError, fromBinary, OK, type Reply } from "@/emulators/upstash-redis/reply";

type RawReply = null | number | Buffer | string | Error | RawReply[];

/** Starts the `redis-server` of the PATH without persistence, on a socket file of its own; null if there is none. */
export async function startRedisServerBackend(): Promise<Backend | null> {
  const folder = await mkdtemp(join(tmpdir(), "terminal-zero-redis-"));
  const path = join(folder, "redis.sock");
  const args = ["--port", "0", "--unixsocket", path, "--save", "", "--appendonly", "no", "--dir", folder];
  // In a process group of its own: Ctrl-C reaches only this process, which stops it after those that use it.
  const server = spawn("redis-server", args, { stdio: ["ignore", "pipe", "ignore"], detached: true });
  const isUp = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false));
    server.once("exit", () => resolve(false));
    server.stdout.on("data", (text: Buffer) => {
      if (/ready to accept connections/i.test(text.toString())) resolve(true);
    });
  });
  if (!isUp) {
    await rm(folder, { recursive: true, force: true });
    return null;
  }
  // A crash of this process must not leave the server behind.
  const kill = () => server.kill("SIGKILL");
  process.once("exit", kill);
  return createBackend({
    connect: () => new Redis({ path, maxRetriesPerRequest: 1 }),
    stop: async () => {
      process.off("exit", kill);
      if (server.exitCode === null && server.signalCode === null) {
        const ended = once(server, "exit");
        server.kill("SIGTERM");
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    },
  });
}

/** A Redis that runs elsewhere, by its URL. */
export function connectRedisBackend(url: string): Backend {
  return createBackend({ connect: () => new Redis(url), stop: async () => {} });
}

function createBackend(options: { connect: () => Redis; stop: () => Promise<void> }): Backend {
  const redis = options.connect();
  // In capitals, because ioredis reshapes the replies of some lower-case names, HGETALL among them.
  const call = async ([name = "", ...rest]: string[]): Promise<Reply> => {
    const buffers = rest.map((arg) => Buffer.from(arg, "latin1"));
    try {
      return toReply((await redis.callBuffer(name.toUpperCase(), ...buffers)) as RawReply);
    } catch (error) {
      throw new CommandError(error instanceof Error ? error.message : String(error));
    }
  };

  return {
    kind: "redis-server",
    execute: call,
    runScript: ({ text, keys, args: scriptArgs, isReadOnly }) =>
      call([isReadOnly ? "eval_ro" : "eval", text, String(keys.length), ...keys, ...scriptArgs]),
    executeTogether: async (commands) => {
      // One client and no await in between: the commands reach the server in one piece.
      const queued = [call(["multi"]), ...commands.map(call)];
      const done = redis.callBuffer("EXEC") as Promise<RawReply>;
      await Promise.allSettled(queued);
      const replies = await done;
      if (!Array.isArray(replies)) throw new CommandError("EXECABORT Transaction discarded");
      return replies.map((reply) =>
        reply instanceof Error ? new CommandError(reply.message) : toReply(reply),
      );
    },
    subscribe: async ({ kind, names }, listener) => {
      // A connection of its own, so that PUBLISH counts the receivers as it should.
      const subscriber = options.connect();
      subscriber.on("messageBuffer", (channel: Buffer, text: Buffer) =>
        listener({ pattern: null, channel: channel.toString("latin1"), text: text.toString("latin1") }),
      );
      subscriber.on("pmessageBuffer", (pattern: Buffer, channel: Buffer, text: Buffer) =>
        listener({
          pattern: Buffer.from(pattern).toString("latin1"),
          channel: channel.toString("latin1"),
          text: text.toString("latin1"),
        }),
      );
      const texts = names.map(fromBinary);
      await (kind === "channel" ? subscriber.subscribe(...texts) : subscriber.psubscribe(...texts));
      return () => subscriber.disconnect();
    },
    close: async () => {
      redis.disconnect();
      await options.stop();
    },
  };
}

function toReply(raw: RawReply): Reply {
  if (raw === null || typeof raw === "number") return raw;
  if (Array.isArray(raw)) return raw.map(toReply);
  if (raw instanceof Error) throw new CommandError(raw.message);
  const text = Buffer.isBuffer(raw) ? raw.toString("latin1") : raw;
  return text === "OK" ? OK : text;
}
