import { CommandError, createSyntaxError, OK, type Reply } from "@/emulators/upstash-redis/reply";
import {
  addFloats,
  addInt64,
  type CommandContext,
  type CommandTable,
  formatFloat,
  parseFloat64,
  parseInt64,
  parseInteger,
} from "@/emulators/upstash-redis/store/command";

/** Commands about strings and counters. */
export const STRING_COMMANDS: CommandTable = {
  get: { writes: false, min: 1, max: 1, run: ({ keys }, [key = ""]) => keys.read(key, "string") ?? null },
  set: { writes: true, min: 2, run: (context, args) => set(context, args) },
  setex: { writes: true, min: 3, max: 3, run: (c, [key = "", s, v = ""]) => set(c, [key, v, "ex", s ?? ""]) },
  psetex: {
    writes: true,
    min: 3,
    max: 3,
    run: (c, [key = "", s, v = ""]) => set(c, [key, v, "px", s ?? ""]),
  },
  setnx: { writes: true, min: 2, max: 2, run: (c, [key = "", v = ""]) => (set(c, [key, v, "nx"]) ? 1 : 0) },
  getset: { writes: true, min: 2, max: 2, run: (c, [key = "", v = ""]) => set(c, [key, v, "get"]) },
  getdel: {
    writes: true,
    min: 1,
    max: 1,
    run: ({ keys }, [key = ""]) => {
      const value = keys.read(key, "string") ?? null;
      keys.remove(key);
      return value;
    },
  },
  getex: { writes: true, min: 1, run: getAndExpire },
  mget: {
    writes: false,
    min: 1,
    run: ({ keys }, args) =>
      args.map((key) => {
        const value = keys.peek(key);
        return value?.type === "string" ? value.data : null;
      }),
  },
  mset: { writes: true, min: 2, run: (context, args) => setMany(context, args) && OK },
  msetnx: {
    writes: true,
    min: 2,
    run: (context, args) => {
      if (args.some((key, at) => at % 2 === 0 && context.keys.peek(key))) return 0;
      setMany(context, args);
      return 1;
    },
  },
  incr: { writes: true, min: 1, max: 1, run: (c, [key = ""]) => increment(c, key, 1n) },
  decr: { writes: true, min: 1, max: 1, run: (c, [key = ""]) => increment(c, key, -1n) },
  incrby: { writes: true, min: 2, max: 2, run: (c, [key = "", by]) => increment(c, key, parseInt64(by)) },
  decrby: { writes: true, min: 2, max: 2, run: (c, [key = "", by]) => increment(c, key, -parseInt64(by)) },
  incrbyfloat: {
    writes: true,
    min: 2,
    max: 2,
    run: ({ keys }, [key = "", by]) => {
      const sum = addFloats(parseFloat64(keys.read(key, "string") ?? "0"), parseFloat64(by));
      keys.write(key, { type: "string", data: formatFloat(sum) }, { keepExpiry: true });
      return formatFloat(sum);
    },
  },
  append: {
    writes: true,
    min: 2,
    max: 2,
    run: ({ keys }, [key = "", tail = ""]) => {
      const data = (keys.read(key, "string") ?? "") + tail;
      keys.write(key, { type: "string", data }, { keepExpiry: true });
      return data.length;
    },
  },
  strlen: {
    writes: false,
    min: 1,
    max: 1,
    run: ({ keys }, [key = ""]) => (keys.read(key, "string") ?? "").length,
  },
  getrange: { writes: false, min: 3, max: 3, run: getRange },
  substr: { writes: false, min: 3, max: 3, run: getRange },
  setrange: { writes: true, min: 3, max: 3, run: setRange },
};

type SetOptions = { expiresAtMs?: number; keepExpiry: boolean; only?: "nx" | "xx"; isGet: boolean };

function parseSetOptions(options: string[], nowMs: number): SetOptions {
  const parsed: SetOptions = { keepExpiry: false, isGet: false };
  for (let at = 0; at < options.length; at += 1) {
    const option = options[at]?.toLowerCase();
    if (option === "nx" || option === "xx") {
      if (parsed.only) throw createSyntaxError();
      parsed.only = option;
    } else if (option === "get") parsed.isGet = true;
    else if (option === "keepttl") parsed.keepExpiry = true;
    else {
      parsed.expiresAtMs = parseExpiry(option, options[at + 1], nowMs);
      at += 1;
    }
  }
  if (parsed.keepExpiry && parsed.expiresAtMs !== undefined) throw createSyntaxError();
  return parsed;
}

function parseExpiry(option: string | undefined, amount: string | undefined, nowMs: number): number {
  const unit = { ex: [1_000, nowMs], px: [1, nowMs], exat: [1_000, 0], pxat: [1, 0] }[option ?? ""];
  if (!unit || amount === undefined) throw createSyntaxError();
  const [unitMs = 1, fromMs = 0] = unit;
  const value = parseInteger(amount);
  if (value <= 0) throw new CommandError("ERR invalid expire time in 'set' command");
  return fromMs + value * unitMs;
}

function set({ keys }: CommandContext, [key = "", data = "", ...options]: string[]): Reply {
  const { expiresAtMs, keepExpiry, only, isGet } = parseSetOptions(options, keys.nowMs());
  const before = isGet ? (keys.read(key, "string") ?? null) : null;
  const exists = keys.peek(key) !== undefined;
  if ((only === "nx" && exists) || (only === "xx" && !exists)) return isGet ? before : null;
  keys.write(key, { type: "string", data }, { keepExpiry });
  if (expiresAtMs !== undefined) keys.setExpiry(key, expiresAtMs);
  return isGet ? before : OK;
}

function setMany({ keys }: CommandContext, args: string[]): true {
  if (args.length % 2) throw new CommandError("ERR wrong number of arguments for 'mset' command");
  for (let at = 0; at < args.length; at += 2) {
    keys.write(args[at] ?? "", { type: "string", data: args[at + 1] ?? "" });
  }
  return true;
}

function getAndExpire({ keys }: CommandContext, [key = "", option, amount]: string[]): Reply {
  const value = keys.read(key, "string");
  if (value === undefined) return null;
  if (option?.toLowerCase() === "persist") keys.setExpiry(key, undefined);
  else if (option !== undefined) keys.setExpiry(key, parseExpiry(option.toLowerCase(), amount, keys.nowMs()));
  return value;
}

function increment({ keys }: CommandContext, key: string, by: bigint): Reply {
  const sum = addInt64(parseInt64(keys.read(key, "string") ?? "0"), by);
  keys.write(key, { type: "string", data: String(sum) }, { keepExpiry: true });
  return Number(sum);
}

/** Unlike ranges of lists, a stop before the first byte counts as the first byte. */
function getRange({ keys }: CommandContext, [key = "", start, stop]: string[]): Reply {
  const data = keys.read(key, "string") ?? "";
  const [from, to] = [parseInteger(start), parseInteger(stop)];
  if (from < 0 && to < 0 && from > to) return "";
  const first = Math.max(from < 0 ? data.length + from : from, 0);
  const last = Math.max(to < 0 ? data.length + to : to, 0);
  return data.slice(first, last + 1);
}

function setRange({ keys }: CommandContext, [key = "", offset, patch = ""]: string[]): Reply {
  const from = parseInteger(offset);
  if (from < 0) throw new CommandError("ERR offset is out of range");
  const before = keys.read(key, "string") ?? "";
  if (patch === "") return before.length;
  const data = before.slice(0, from).padEnd(from, "\0") + patch + before.slice(from + patch.length);
  keys.write(key, { type: "string", data }, { keepExpiry: true });
  return data.length;
}
