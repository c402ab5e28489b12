import { CommandError, createSyntaxError, type Reply } from "@/emulators/upstash-redis/reply";
import {
  type CommandContext,
  type CommandTable,
  formatFloat,
  parseFloat64,
  parseInteger,
  resolveRange,
} from "@/emulators/upstash-redis/store/command";
import { parseScanOptions } from "@/emulators/upstash-redis/store/key-commands";
import type { Scored } from "@/emulators/upstash-redis/store/sorted-set";
import {
  parseRange,
  parseScoreBound,
  replyWithMembers,
  selectByLex,
  selectByScore,
  selectRange,
} from "@/emulators/upstash-redis/store/sorted-set-range";

/** Commands about sorted sets. */
export const SORTED_SET_COMMANDS: CommandTable = {
  zadd: { writes: true, min: 3, run: add },
  zincrby: {
    writes: true,
    min: 3,
    max: 3,
    run: (c, [key = "", by = "", member = ""]) => add(c, [key, "incr", by, member]),
  },
  zrem: { writes: true, min: 2, run: (c, [key = "", ...members]) => remove(c, key, members) },
  zscore: { writes: false, min: 2, max: 2, run: (c, [key = "", member = ""]) => score(c, key, member) },
  zmscore: {
    writes: false,
    min: 2,
    run: (c, [key = "", ...members]) => members.map((m) => score(c, key, m)),
  },
  zcard: { writes: false, min: 1, max: 1, run: ({ keys }, [key = ""]) => keys.read(key, "zset")?.size ?? 0 },
  zcount: {
    writes: false,
    min: 3,
    max: 3,
    run: ({ keys }, [key = "", min, max]) =>
      selectByScore(keys.read(key, "zset"), parseScoreBound(min), parseScoreBound(max)).length,
  },
  zlexcount: {
    writes: false,
    min: 3,
    max: 3,
    run: ({ keys }, [key = "", min = "", max = ""]) => selectByLex(keys.read(key, "zset"), min, max).length,
  },
  zrank: {
    writes: false,
    min: 2,
    max: 2,
    run: ({ keys }, [key = "", member = ""]) => keys.read(key, "zset")?.rankOf(member) ?? null,
  },
  zrevrank: {
    writes: false,
    min: 2,
    max: 2,
    run: ({ keys }, [key = "", member = ""]) => {
      const set = keys.read(key, "zset");
      const rank = set?.rankOf(member);
      return set && rank !== undefined ? set.size - 1 - rank : null;
    },
  },
  zrange: { writes: false, min: 3, run: (c, [key = "", ...rest]) => range(c, key, rest) },
  zrevrange: {
    writes: false,
    min: 3,
    max: 4,
    run: (c, [key = "", ...rest]) => range(c, key, [...rest, "rev"]),
  },
  zrangebyscore: {
    writes: false,
    min: 3,
    run: (c, [key = "", ...rest]) => range(c, key, [...rest, "byscore"]),
  },
  zrevrangebyscore: {
    writes: false,
    min: 3,
    run: (context, [key = "", ...rest]) => range(context, key, [...rest, "byscore", "rev"]),
  },
  zrangebylex: { writes: false, min: 3, run: (c, [key = "", ...rest]) => range(c, key, [...rest, "bylex"]) },
  zremrangebyscore: {
    writes: true,
    min: 3,
    max: 3,
    run: (c, [key = "", min, max]) =>
      removeAll(c, key, selectByScore(c.keys.read(key, "zset"), parseScoreBound(min), parseScoreBound(max))),
  },
  zremrangebylex: {
    writes: true,
    min: 3,
    max: 3,
    run: (c, [key = "", min = "", max = ""]) =>
      removeAll(c, key, selectByLex(c.keys.read(key, "zset"), min, max)),
  },
  zremrangebyrank: {
    writes: true,
    min: 3,
    max: 3,
    run: (context, [key = "", start, stop]) => {
      const ordered = context.keys.read(key, "zset")?.ordered() ?? [];
      const bounds = { start: parseInteger(start), stop: parseInteger(stop), length: ordered.length };
      return removeAll(context, key, ordered.slice(...resolveRange(bounds)));
    },
  },
  zpopmin: { writes: true, min: 1, max: 2, run: (c, args) => pop(c, args, "min") },
  zpopmax: { writes: true, min: 1, max: 2, run: (c, args) => pop(c, args, "max") },
  zunionstore: { writes: true, min: 3, run: (c, args) => combine(c, args, "union") },
  zinterstore: { writes: true, min: 3, run: (c, args) => combine(c, args, "inter") },
  zscan: {
    writes: false,
    min: 2,
    run: ({ keys }, [key = "", , ...options]) => {
      const { matches } = parseScanOptions(options);
      const found = (keys.read(key, "zset")?.ordered() ?? []).filter(({ member }) => matches.test(member));
      return ["0", replyWithMembers(found, true)];
    },
  },
};

type AddFlags = Record<"nx" | "xx" | "gt" | "lt" | "ch" | "incr", boolean>;

function add({ keys }: CommandContext, [key = "", ...args]: string[]): Reply {
  const flags: AddFlags = { nx: false, xx: false, gt: false, lt: false, ch: false, incr: false };
  while (args[0] !== undefined && args[0].toLowerCase() in flags) {
    flags[args.shift()?.toLowerCase() as keyof AddFlags] = true;
  }
  if (args.length === 0 || args.length % 2 || (flags.incr && args.length !== 2)) throw createSyntaxError();
  if (flags.nx && (flags.xx || flags.gt || flags.lt)) {
    throw new CommandError("ERR GT, LT, and/or NX options at the same time are not compatible");
  }
  const pairs: Scored[] = [];
  for (let at = 0; at < args.length; at += 2) {
    pairs.push({ score: parseFloat64(args[at]), member: args[at + 1] ?? "" });
  }
  const set = keys.open(key, "zset");
  let added = 0;
  let changed = 0;
  let last: number | null = null;
  for (const { score: given, member } of pairs) {
    const before = set.scoreOf(member);
    const wanted = flags.incr ? (before ?? 0) + given : given;
    if (Number.isNaN(wanted)) throw new CommandError("ERR resulting score is not a number (NaN)");
    const isRejected =
      before === undefined
        ? flags.xx
        : flags.nx || (flags.gt && wanted <= before) || (flags.lt && wanted >= before);
    if (isRejected) continue;
    set.set(member, wanted);
    last = wanted;
    if (before === undefined) added += 1;
    else if (before !== wanted) changed += 1;
  }
  keys.removeIfEmpty(key);
  if (flags.incr) return last === null ? null : formatFloat(last);
  return flags.ch ? added + changed : added;
}

function score({ keys }: CommandContext, key: string, member: string): string | null {
  const value = keys.read(key, "zset")?.scoreOf(member);
  return value === undefined ? null : formatFloat(value);
}

function range({ keys }: CommandContext, key: string, args: string[]): Reply {
  const { query, withScores } = parseRange(args);
  return replyWithMembers(selectRange(keys.read(key, "zset"), query), withScores);
}

function remove({ keys }: CommandContext, key: string, members: string[]): number {
  const set = keys.read(key, "zset");
  const removed = members.filter((member) => set?.delete(member)).length;
  keys.removeIfEmpty(key);
  return removed;
}

function removeAll(context: CommandContext, key: string, doomed: readonly Scored[]): number {
  return remove(
    context,
    key,
    doomed.map(({ member }) => member),
  );
}

function pop(context: CommandContext, [key = "", amount = "1"]: string[], end: "min" | "max"): Reply {
  const ordered = context.keys.read(key, "zset")?.ordered() ?? [];
  const wanted = Math.min(parseInteger(amount), ordered.length);
  const popped = end === "min" ? ordered.slice(0, wanted) : ordered.slice(ordered.length - wanted).reverse();
  removeAll(context, key, popped);
  return replyWithMembers(popped, true);
}

/** The members of a sorted set, or of a plain set, whose members count 1 each. */
function readScored(keys: CommandContext["keys"], key: string): readonly Scored[] {
  const value = keys.peek(key);
  if (value?.type === "set") return [...value.data].map((member) => ({ member, score: 1 }));
  return keys.read(key, "zset")?.ordered() ?? [];
}

/** ZUNIONSTORE and ZINTERSTORE with WEIGHTS and AGGREGATE. */
function combine(
  { keys }: CommandContext,
  [to = "", numKeys, ...rest]: string[],
  how: "union" | "inter",
): Reply {
  const count = parseInteger(numKeys);
  const options = rest.slice(count);
  let weights = Array.from({ length: count }, () => 1);
  let aggregate = "sum";
  for (let at = 0; at < options.length; ) {
    const option = options[at]?.toLowerCase();
    if (option === "weights") {
      weights = options.slice(at + 1, at + 1 + count).map(parseFloat64);
      at += 1 + count;
    } else if (option === "aggregate") {
      aggregate = options[at + 1]?.toLowerCase() ?? "";
      at += 2;
    } else throw createSyntaxError();
  }
  const merge = { sum: (a: number, b: number) => a + b, min: Math.min, max: Math.max }[aggregate];
  if (!merge || weights.length !== count) throw createSyntaxError();
  const totals = new Map<string, { score: number; sets: number }>();
  rest.slice(0, count).forEach((key, index) => {
    for (const { member, score: raw } of readScored(keys, key)) {
      const weighted = raw * (weights[index] ?? 1);
      const sum = totals.get(member);
      totals.set(member, {
        score: sum ? merge(sum.score, weighted) : weighted,
        sets: (sum?.sets ?? 0) + 1,
      });
    }
  });
  keys.remove(to);
  const target = keys.open(to, "zset");
  for (const [member, total] of totals) {
    if (how === "union" || total.sets === count) target.set(member, total.score);
  }
  const { size } = target;
  keys.removeIfEmpty(to);
  return size;
}
