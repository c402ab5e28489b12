import { Strategy } from "@/lib/lab/strategy/strategy";

/** Lists that are fields of a strategy, not of its class. */
const LISTS = ["stopLoss", "takeProfit"];
const SNAKE_CASE = /^[a-z]+(_[a-z]+)+$/;

/** The name of `Strategy` that one in jesse's spelling stands for; null where it stands for none. */
export function findHint(name: string): string | null {
  if (!SNAKE_CASE.test(name)) return null;
  const plain = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return plain in Strategy.prototype || LISTS.includes(plain) ? plain : null;
}
