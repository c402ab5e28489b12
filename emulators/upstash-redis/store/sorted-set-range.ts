import { CommandError, createSyntaxError, type Reply } from "@/emulators/upstash-redis/reply";
import {
  formatFloat,
  parseFloat64,
  parseInteger,
  resolveRange,
} from "@/emulators/upstash-redis/store/command";
import type { Scored, SortedSet } from "@/emulators/upstash-redis/store/sorted-set";

/** One end of a range of scores. */
export type ScoreBound = { score: number; isOpen: boolean };

type RangeQuery = {
  by: "rank" | "score" | "lex";
  start: string;
  stop: string;
  isReversed: boolean;
  limit?: { offset: number; count: number };
};

/** Reads `1.5`, `(1.5`, `-inf`. @throws CommandError */
export function parseScoreBound(text: string | undefined): ScoreBound {
  const isOpen = text?.startsWith("(") ?? false;
  try {
    return { score: parseFloat64(isOpen ? text?.slice(1) : text), isOpen };
  } catch {
    throw new CommandError("ERR min or max is not a float");
  }
}

/** The members whose score lies between two bounds, in order. */
export function selectByScore(set: SortedSet | undefined, min: ScoreBound, max: ScoreBound): Scored[] {
  return (set?.ordered() ?? []).filter(
    ({ score }) =>
      (min.isOpen ? score > min.score : score >= min.score) &&
      (max.isOpen ? score < max.score : score <= max.score),
  );
}

/** The members between two bounds `[a`, `(a`, `-` or `+`, in order. @throws CommandError */
export function selectByLex(set: SortedSet | undefined, min: string, max: string): Scored[] {
  for (const bound of [min, max]) {
    if (!/^[-+]$|^[[(]/.test(bound)) throw new CommandError("ERR min or max not valid string range item");
  }
  const isAbove = (member: string) =>
    min === "-" ||
    (min !== "+" && (member > min.slice(1) || (min.startsWith("[") && member === min.slice(1))));
  const isBelow = (member: string) =>
    max === "+" ||
    (max !== "-" && (member < max.slice(1) || (max.startsWith("[") && member === max.slice(1))));
  return (set?.ordered() ?? []).filter(({ member }) => isAbove(member) && isBelow(member));
}

/** Returns members, each followed by its score if requested. */
export function replyWithMembers(members: readonly Scored[], withScores: boolean): Reply {
  if (!withScores) return members.map(({ member }) => member);
  return members.flatMap(({ member, score }) => [member, formatFloat(score)]);
}

/** Reads the options of ZRANGE after its key. @throws CommandError */
export function parseRange(args: string[]): { query: RangeQuery; withScores: boolean } {
  const [start = "", stop = "", ...options] = args;
  const query: RangeQuery = { by: "rank", start, stop, isReversed: false };
  let withScores = false;
  for (let at = 0; at < options.length; at += 1) {
    const option = options[at]?.toLowerCase();
    if (option === "byscore") query.by = "score";
    else if (option === "bylex") query.by = "lex";
    else if (option === "rev") query.isReversed = true;
    else if (option === "withscores") withScores = true;
    else if (option === "limit") {
      query.limit = { offset: parseInteger(options[at + 1]), count: parseInteger(options[at + 2]) };
      at += 2;
    } else throw createSyntaxError();
  }
  if (query.limit && query.by === "rank") {
    throw new CommandError(
      "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX",
    );
  }
  return { query, withScores };
}

/** Returns a range by rank, score or bytes, forward or backward. */
export function selectRange(set: SortedSet | undefined, query: RangeQuery): Scored[] {
  const { start, stop, isReversed, limit } = query;
  if (query.by === "rank") {
    const length = set?.size ?? 0;
    const [from, to] = resolveRange({ start: parseInteger(start), stop: parseInteger(stop), length });
    const ordered = set?.ordered() ?? [];
    return isReversed ? ordered.slice(length - to, length - from).reverse() : ordered.slice(from, to);
  }
  const [low, high] = isReversed ? [stop, start] : [start, stop];
  const found =
    query.by === "score"
      ? selectByScore(set, parseScoreBound(low), parseScoreBound(high))
      : selectByLex(set, low, high);
  if (isReversed) found.reverse();
  if (!limit) return found;
  if (limit.offset < 0) return [];
  return found.slice(limit.offset, limit.count < 0 ? undefined : limit.offset + limit.count);
}
