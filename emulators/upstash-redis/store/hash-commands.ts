import { CommandError, OK, type Reply } from "@/emulators/upstash-redis/reply";
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
import { parseScanOptions } from "@/emulators/upstash-redis/store/key-commands";
import { pickMany } from "@/emulators/upstash-redis/store/pick-many";

const NONE: ReadonlyMap<string, string> = new Map();

/** Commands about hashes. */
export const HASH_COMMANDS: CommandTable = {
  hset: { writes: true, min: 3, run: (context, args) => setFields(context, args) },
  hmset: {
    writes: true,
    min: 3,
    run: (context, args) => {
      setFields(context, args);
      return OK;
    },
  },
  hsetnx: {
    writes: true,
    min: 3,
    max: 3,
    run: (context, args) => (read(context, args).has(args[1] ?? "") ? 0 : setFields(context, args)),
  },
  hget: { writes: false, min: 2, max: 2, run: (c, args) => read(c, args).get(args[1] ?? "") ?? null },
  hmget: {
    writes: false,
    min: 2,
    run: (context, [key = "", ...fields]) => {
      const hash = read(context, [key]);
      return fields.map((field) => hash.get(field) ?? null);
    },
  },
  hgetall: { writes: false, min: 1, max: 1, run: (c, args) => [...read(c, args)].flat() },
  hkeys: { writes: false, min: 1, max: 1, run: (c, args) => [...read(c, args).keys()] },
  hvals: { writes: false, min: 1, max: 1, run: (c, args) => [...read(c, args).values()] },
  hlen: { writes: false, min: 1, max: 1, run: (c, args) => read(c, args).size },
  hexists: { writes: false, min: 2, max: 2, run: (c, args) => (read(c, args).has(args[1] ?? "") ? 1 : 0) },
  hstrlen: {
    writes: false,
    min: 2,
    max: 2,
    run: (c, args) => (read(c, args).get(args[1] ?? "") ?? "").length,
  },
  hdel: { writes: true, min: 2, run: deleteFields },
  hincrby: {
    writes: true,
    min: 3,
    max: 3,
    run: ({ keys }, [key = "", field = "", by]) => {
      const step = parseInt64(by);
      const before = keys.read(key, "hash")?.get(field) ?? "0";
      if (!/^(0|-?[1-9]\d{0,18})$/.test(before)) throw new CommandError("ERR hash value is not an integer");
      const sum = addInt64(BigInt(before), step);
      keys.open(key, "hash").set(field, String(sum));
      return Number(sum);
    },
  },
  hincrbyfloat: {
    writes: true,
    min: 3,
    max: 3,
    run: ({ keys }, [key = "", field = "", by]) => {
      const step = parseFloat64(by);
      const sum = formatFloat(addFloats(parseFloat64(keys.read(key, "hash")?.get(field) ?? "0"), step));
      keys.open(key, "hash").set(field, sum);
      return sum;
    },
  },
  hscan: {
    writes: false,
    min: 2,
    run: (context, [key = "", , ...options]) => {
      const { matches } = parseScanOptions(options);
      return ["0", [...read(context, [key])].filter(([field]) => matches.test(field)).flat()];
    },
  },
  hrandfield: {
    writes: false,
    min: 1,
    max: 3,
    run: (context, [key = "", amount, withValues]) => {
      const fields = [...read(context, [key])];
      if (amount === undefined) return pickMany(fields, 1)[0]?.[0] ?? null;
      const picked = pickMany(fields, parseInteger(amount));
      return withValues ? picked.flat() : picked.map(([field]) => field);
    },
  },
};

function read({ keys }: CommandContext, [key = ""]: string[]): ReadonlyMap<string, string> {
  return keys.read(key, "hash") ?? NONE;
}

function setFields({ keys }: CommandContext, [key = "", ...pairs]: string[]): Reply {
  if (pairs.length % 2) throw new CommandError("ERR wrong number of arguments for 'hset' command");
  const hash = keys.open(key, "hash");
  const sizeBefore = hash.size;
  for (let at = 0; at < pairs.length; at += 2) hash.set(pairs[at] ?? "", pairs[at + 1] ?? "");
  return hash.size - sizeBefore;
}

function deleteFields({ keys }: CommandContext, [key = "", ...fields]: string[]): Reply {
  const hash = keys.read(key, "hash");
  if (!hash) return 0;
  const deleted = fields.filter((field) => hash.delete(field)).length;
  keys.removeIfEmpty(key);
  return deleted;
}
