import { CommandError, createSyntaxError, OK, type Reply } from "@/emulators/upstash-redis/reply";
import {
  type CommandContext,
  type CommandTable,
  parseInteger,
  resolveRange,
} from "@/emulators/upstash-redis/store/command";

type End = "left" | "right";

/** Commands about lists, without the blocking ones that Upstash doesn't have. */
export const LIST_COMMANDS: CommandTable = {
  lpush: { writes: true, min: 2, run: (c, args) => push(c, args, "left") },
  rpush: { writes: true, min: 2, run: (c, args) => push(c, args, "right") },
  lpushx: {
    writes: true,
    min: 2,
    run: (c, args) => (c.keys.read(args[0] ?? "", "list") ? push(c, args, "left") : 0),
  },
  rpushx: {
    writes: true,
    min: 2,
    run: (c, args) => (c.keys.read(args[0] ?? "", "list") ? push(c, args, "right") : 0),
  },
  lpop: { writes: true, min: 1, max: 2, run: (c, args) => popMany(c, args, "left") },
  rpop: { writes: true, min: 1, max: 2, run: (c, args) => popMany(c, args, "right") },
  llen: { writes: false, min: 1, max: 1, run: ({ keys }, [key = ""]) => keys.read(key, "list")?.length ?? 0 },
  lrange: {
    writes: false,
    min: 3,
    max: 3,
    run: ({ keys }, [key = "", start, stop]) => {
      const list = keys.read(key, "list") ?? [];
      return list.slice(
        ...resolveRange({ start: parseInteger(start), stop: parseInteger(stop), length: list.length }),
      );
    },
  },
  lindex: {
    writes: false,
    min: 2,
    max: 2,
    run: ({ keys }, [key = "", at]) => (keys.read(key, "list") ?? []).at(parseInteger(at)) ?? null,
  },
  lset: { writes: true, min: 3, max: 3, run: setItem },
  ltrim: {
    writes: true,
    min: 3,
    max: 3,
    run: ({ keys }, [key = "", start, stop]) => {
      const list = keys.read(key, "list") ?? [];
      const range = { start: parseInteger(start), stop: parseInteger(stop), length: list.length };
      list.splice(0, list.length, ...list.slice(...resolveRange(range)));
      keys.removeIfEmpty(key);
      return OK;
    },
  },
  lrem: { writes: true, min: 3, max: 3, run: removeItems },
  linsert: { writes: true, min: 4, max: 4, run: insertItem },
  lpos: {
    writes: false,
    min: 2,
    max: 2,
    run: ({ keys }, [key = "", item = ""]) => {
      const at = (keys.read(key, "list") ?? []).indexOf(item);
      return at < 0 ? null : at;
    },
  },
  rpoplpush: {
    writes: true,
    min: 2,
    max: 2,
    run: (c, [from = "", to = ""]) => move(c, { from, to }, "right", "left"),
  },
  lmove: {
    writes: true,
    min: 4,
    max: 4,
    run: (c, [from = "", to = "", pop, put]) => move(c, { from, to }, parseEnd(pop), parseEnd(put)),
  },
};

function parseEnd(text: string | undefined): End {
  const end = text?.toLowerCase();
  if (end !== "left" && end !== "right") throw createSyntaxError();
  return end;
}

function push({ keys }: CommandContext, [key = "", ...items]: string[], end: End): Reply {
  const list = keys.open(key, "list");
  if (end === "left") list.unshift(...items.reverse());
  else list.push(...items);
  return list.length;
}

function pop({ keys }: CommandContext, key: string, end: End): string | null {
  const list = keys.read(key, "list");
  const item = end === "left" ? list?.shift() : list?.pop();
  keys.removeIfEmpty(key);
  return item ?? null;
}

function popMany(context: CommandContext, [key = "", amount]: string[], end: End): Reply {
  if (amount === undefined) return pop(context, key, end);
  const wanted = parseInteger(amount);
  if (wanted < 0) throw new CommandError("ERR value is out of range, must be positive");
  const length = context.keys.read(key, "list")?.length;
  if (length === undefined) return null;
  return Array.from({ length: Math.min(wanted, length) }, () => pop(context, key, end));
}

function move(context: CommandContext, keys: { from: string; to: string }, take: End, put: End): Reply {
  if (!context.keys.read(keys.from, "list")) return null;
  context.keys.read(keys.to, "list");
  const item = pop(context, keys.from, take);
  if (item !== null) push(context, [keys.to, item], put);
  return item;
}

function setItem({ keys }: CommandContext, [key = "", at, item = ""]: string[]): Reply {
  const list = keys.read(key, "list");
  if (!list) throw new CommandError("ERR no such key");
  const index = parseInteger(at);
  const place = index < 0 ? list.length + index : index;
  if (place < 0 || place >= list.length) throw new CommandError("ERR index out of range");
  list[place] = item;
  return OK;
}

function removeItems({ keys }: CommandContext, [key = "", amount, item = ""]: string[]): Reply {
  const list = keys.read(key, "list") ?? [];
  const wanted = parseInteger(amount);
  const places = list.flatMap((candidate, at) => (candidate === item ? [at] : []));
  const doomed = wanted < 0 ? places.slice(wanted) : wanted > 0 ? places.slice(0, wanted) : places;
  for (const at of doomed.reverse()) list.splice(at, 1);
  keys.removeIfEmpty(key);
  return doomed.length;
}

function insertItem({ keys }: CommandContext, [key = "", side, pivot = "", item = ""]: string[]): Reply {
  const where = side?.toLowerCase();
  if (where !== "before" && where !== "after") throw createSyntaxError();
  const list = keys.read(key, "list");
  if (!list) return 0;
  const at = list.indexOf(pivot);
  if (at < 0) return -1;
  list.splice(where === "before" ? at : at + 1, 0, item);
  return list.length;
}
