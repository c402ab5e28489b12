import type { Reply } from "@/emulators/upstash-redis/reply";
import {
  type CommandContext,
  type CommandTable,
  parseInteger,
} from "@/emulators/upstash-redis/store/command";
import { parseScanOptions } from "@/emulators/upstash-redis/store/key-commands";
import { pickMany } from "@/emulators/upstash-redis/store/pick-many";

const NONE: ReadonlySet<string> = new Set();

/** Commands about sets. */
export const SET_COMMANDS: CommandTable = {
  sadd: {
    writes: true,
    min: 2,
    run: ({ keys }, [key = "", ...members]) => {
      const set = keys.open(key, "set");
      const sizeBefore = set.size;
      for (const member of members) set.add(member);
      return set.size - sizeBefore;
    },
  },
  srem: { writes: true, min: 2, run: (c, [key = "", ...members]) => remove(c, key, members) },
  smembers: { writes: false, min: 1, max: 1, run: (c, [key = ""]) => [...read(c, key)] },
  scard: { writes: false, min: 1, max: 1, run: (c, [key = ""]) => read(c, key).size },
  sismember: {
    writes: false,
    min: 2,
    max: 2,
    run: (c, [key = "", member = ""]) => (read(c, key).has(member) ? 1 : 0),
  },
  smismember: {
    writes: false,
    min: 2,
    run: (context, [key = "", ...members]) => {
      const set = read(context, key);
      return members.map((member) => (set.has(member) ? 1 : 0));
    },
  },
  srandmember: {
    writes: false,
    min: 1,
    max: 2,
    run: (c, [key = "", amount]) => {
      const members = [...read(c, key)];
      return amount === undefined
        ? (pickMany(members, 1)[0] ?? null)
        : pickMany(members, parseInteger(amount));
    },
  },
  spop: {
    writes: true,
    min: 1,
    max: 2,
    run: (c, [key = "", amount]) => {
      const picked = pickMany([...read(c, key)], amount === undefined ? 1 : parseInteger(amount));
      remove(c, key, picked);
      return amount === undefined ? (picked[0] ?? null) : picked;
    },
  },
  smove: {
    writes: true,
    min: 3,
    max: 3,
    run: (context, [from = "", to = "", member = ""]) => {
      if (!context.keys.read(from, "set")) return 0;
      context.keys.read(to, "set");
      if (remove(context, from, [member]) === 0) return 0;
      context.keys.open(to, "set").add(member);
      return 1;
    },
  },
  sinter: { writes: false, min: 1, run: (c, args) => intersect(c, args) },
  sunion: { writes: false, min: 1, run: (c, args) => unite(c, args) },
  sdiff: { writes: false, min: 1, run: (c, args) => subtract(c, args) },
  sinterstore: { writes: true, min: 2, run: (c, [to = "", ...from]) => store(c, to, intersect(c, from)) },
  sunionstore: { writes: true, min: 2, run: (c, [to = "", ...from]) => store(c, to, unite(c, from)) },
  sdiffstore: { writes: true, min: 2, run: (c, [to = "", ...from]) => store(c, to, subtract(c, from)) },
  sintercard: {
    writes: false,
    min: 2,
    run: (context, [numKeys, ...rest]) => intersect(context, rest.slice(0, parseInteger(numKeys))).length,
  },
  sscan: {
    writes: false,
    min: 2,
    run: (context, [key = "", , ...options]) => {
      const { matches } = parseScanOptions(options);
      return ["0", [...read(context, key)].filter((member) => matches.test(member))];
    },
  },
};

function read({ keys }: CommandContext, key: string): ReadonlySet<string> {
  return keys.read(key, "set") ?? NONE;
}

function remove({ keys }: CommandContext, key: string, members: string[]): number {
  const set = keys.read(key, "set");
  const removed = members.filter((member) => set?.delete(member)).length;
  keys.removeIfEmpty(key);
  return removed;
}

function intersect(context: CommandContext, keys: string[]): string[] {
  const [first = NONE, ...others] = keys.map((key) => read(context, key));
  return [...first].filter((member) => others.every((other) => other.has(member)));
}

function unite(context: CommandContext, keys: string[]): string[] {
  return [...new Set(keys.flatMap((key) => [...read(context, key)]))];
}

function subtract(context: CommandContext, keys: string[]): string[] {
  const [first = NONE, ...others] = keys.map((key) => read(context, key));
  return [...first].filter((member) => others.every((other) => !other.has(member)));
}

function store({ keys }: CommandContext, key: string, members: string[]): Reply {
  keys.remove(key);
  if (members.length > 0) keys.write(key, { type: "set", data: new Set(members) });
  return members.length;
}
