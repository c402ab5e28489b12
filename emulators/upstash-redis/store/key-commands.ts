import {
  CommandError,
  createSyntaxError,
  OK,
  type Reply,
  StatusReply,
} from "@/emulators/upstash-redis/reply";
import {
  type CommandContext,
  type CommandTable,
  createIntegerError,
  parseInteger,
} from "@/emulators/upstash-redis/store/command";
import { compileGlob } from "@/emulators/upstash-redis/store/compile-glob";

/** Commands about keys of any type. */
export const KEY_COMMANDS: CommandTable = {
  del: { writes: true, min: 1, run: ({ keys }, args) => count(args, (key) => keys.remove(key)) },
  unlink: { writes: true, min: 1, run: ({ keys }, args) => count(args, (key) => keys.remove(key)) },
  exists: { writes: false, min: 1, run: ({ keys }, args) => count(args, (key) => !!keys.peek(key)) },
  touch: { writes: false, min: 1, run: ({ keys }, args) => count(args, (key) => !!keys.peek(key)) },
  type: {
    writes: false,
    min: 1,
    max: 1,
    run: ({ keys }, [key = ""]) => new StatusReply(keys.peek(key)?.type ?? "none"),
  },
  keys: { writes: false, min: 1, max: 1, run: ({ keys }, [glob = ""]) => filter(keys.keys(), glob) },
  scan: { writes: false, min: 1, run: (context, args) => scanKeys(context, args) },
  randomkey: { writes: false, min: 0, max: 0, run: ({ keys }) => pickRandom(keys.keys()) },
  dbsize: { writes: false, min: 0, max: 0, run: ({ keys }) => keys.keys().length },
  flushdb: { writes: true, min: 0, max: 1, run: flush },
  flushall: { writes: true, min: 0, max: 1, run: flush },
  rename: { writes: true, min: 2, max: 2, run: (context, args) => rename(context, args) && OK },
  renamenx: {
    writes: true,
    min: 2,
    max: 2,
    run: (context, args) => {
      const [from = "", to = ""] = args;
      if (context.keys.peek(from) && context.keys.peek(to)) return 0;
      rename(context, args);
      return 1;
    },
  },
  copy: { writes: true, min: 2, max: 3, run: copy },
  expire: { writes: true, min: 2, max: 3, run: (c, a) => expire(c, a, { unitMs: 1_000, isAbsolute: false }) },
  pexpire: { writes: true, min: 2, max: 3, run: (c, a) => expire(c, a, { unitMs: 1, isAbsolute: false }) },
  expireat: {
    writes: true,
    min: 2,
    max: 3,
    run: (c, a) => expire(c, a, { unitMs: 1_000, isAbsolute: true }),
  },
  pexpireat: { writes: true, min: 2, max: 3, run: (c, a) => expire(c, a, { unitMs: 1, isAbsolute: true }) },
  ttl: { writes: false, min: 1, max: 1, run: (c, a) => remaining(c, a, 1_000) },
  pttl: { writes: false, min: 1, max: 1, run: (c, a) => remaining(c, a, 1) },
  expiretime: { writes: false, min: 1, max: 1, run: (c, a) => expiry(c, a, 1_000) },
  pexpiretime: { writes: false, min: 1, max: 1, run: (c, a) => expiry(c, a, 1) },
  persist: {
    writes: true,
    min: 1,
    max: 1,
    run: ({ keys }, [key = ""]) => {
      if (keys.expiryOf(key) === undefined) return 0;
      keys.setExpiry(key, undefined);
      return 1;
    },
  },
};

/** Reads `[MATCH glob] [COUNT n] [TYPE t]` of the SCAN family. */
export function parseScanOptions(args: string[]): { matches: RegExp; type: string | undefined } {
  let glob = "*";
  let type: string | undefined;
  for (let at = 0; at < args.length; at += 2) {
    const value = args[at + 1];
    if (value === undefined) throw createSyntaxError();
    const option = args[at]?.toLowerCase();
    if (option === "match") glob = value;
    else if (option === "type") type = value.toLowerCase();
    else if (option !== "count") throw createSyntaxError();
    else if (parseInteger(value) < 1) throw createSyntaxError();
  }
  return { matches: compileGlob(glob), type };
}

/** Everything in one page: page sizes are not guaranteed, and an emulator's databases are small. */
function scanKeys({ keys }: CommandContext, [cursor = "", ...options]: string[]): Reply {
  if (!/^\d+$/.test(cursor)) throw new CommandError("ERR invalid cursor");
  const { matches, type } = parseScanOptions(options);
  if (cursor !== "0") return ["0", []];
  const found = keys.keys().filter((key) => matches.test(key) && (!type || keys.peek(key)?.type === type));
  return ["0", found];
}

function filter(keys: string[], glob: string): string[] {
  const matches = compileGlob(glob);
  return keys.filter((key) => matches.test(key));
}

function pickRandom(keys: string[]): string | null {
  return keys[Math.floor(Math.random() * keys.length)] ?? null;
}

function count(args: string[], isCounted: (key: string) => boolean): number {
  return args.filter(isCounted).length;
}

function flush({ keys }: CommandContext): Reply {
  keys.clear();
  return OK;
}

function rename({ keys }: CommandContext, [from = "", to = ""]: string[]): true {
  const value = keys.peek(from);
  if (!value) throw new CommandError("ERR no such key");
  const expiresAtMs = keys.expiryOf(from);
  keys.remove(from);
  keys.write(to, value);
  keys.setExpiry(to, expiresAtMs);
  return true;
}

function copy({ keys }: CommandContext, [from = "", to = "", option]: string[]): Reply {
  if (option !== undefined && option.toLowerCase() !== "replace") throw createSyntaxError();
  if (from === to) throw new CommandError("ERR source and destination objects are the same");
  const value = keys.peek(from);
  if (!value || (keys.peek(to) && option === undefined)) return 0;
  const expiresAtMs = keys.expiryOf(from);
  if (value.type === "zset") {
    keys.remove(to);
    const target = keys.open(to, "zset");
    for (const { member, score } of value.data.ordered()) target.set(member, score);
  } else keys.write(to, structuredClone({ type: value.type, data: value.data }) as typeof value);
  keys.setExpiry(to, expiresAtMs);
  return 1;
}

function expire(
  { keys }: CommandContext,
  [key = "", amount, condition]: string[],
  unit: { unitMs: number; isAbsolute: boolean },
): Reply {
  const atMs = parseInteger(amount) * unit.unitMs + (unit.isAbsolute ? 0 : keys.nowMs());
  if (!Number.isSafeInteger(atMs)) throw createIntegerError();
  if (!keys.peek(key)) return 0;
  const before = keys.expiryOf(key);
  switch (condition?.toLowerCase()) {
    case undefined:
      break;
    case "nx":
      if (before !== undefined) return 0;
      break;
    case "xx":
      if (before === undefined) return 0;
      break;
    case "gt":
      if (before === undefined || atMs <= before) return 0;
      break;
    case "lt":
      if (before !== undefined && atMs >= before) return 0;
      break;
    default:
      throw new CommandError(`ERR Unsupported option ${condition}`);
  }
  keys.setExpiry(key, atMs);
  return 1;
}

function remaining({ keys }: CommandContext, [key = ""]: string[], unitMs: number): Reply {
  if (!keys.peek(key)) return -2;
  const atMs = keys.expiryOf(key);
  return atMs === undefined ? -1 : Math.round((atMs - keys.nowMs()) / unitMs);
}

function expiry({ keys }: CommandContext, [key = ""]: string[], unitMs: number): Reply {
  if (!keys.peek(key)) return -2;
  const atMs = keys.expiryOf(key);
  return atMs === undefined ? -1 : Math.round(atMs / unitMs);
}
