import { CommandError, type Reply } from "@/emulators/upstash-redis/reply";
import type { Keyspace } from "@/emulators/upstash-redis/store/keyspace";
import type { PubSub } from "@/emulators/upstash-redis/store/pub-sub";

/** What a command works on. */
export type CommandContext = { keys: Keyspace; pubSub: PubSub };

/** One Redis command. `run` gets the arguments after the name, as binary text. */
export type Command = {
  /** Rejected to the read-only token. */
  writes: boolean;
  /** Minimum number of arguments after the name. */
  min: number;
  /** Maximum number of them; unlimited without it. */
  max?: number;
  run: (context: CommandContext, args: string[]) => Reply;
};

/** Commands by their lower-case names. */
export type CommandTable = Record<string, Command>;

const INTEGER = /^(0|-?[1-9]\d{0,18})$/;
const MAX_INT64 = 2n ** 63n - 1n;

/** Reads a 64-bit integer argument. @throws CommandError */
export function parseInt64(text: string | undefined): bigint {
  const value = INTEGER.test(text ?? "") ? BigInt(text ?? "") : null;
  if (value === null || value > MAX_INT64 || value < -MAX_INT64 - 1n) throw createIntegerError();
  return value;
}

/** Reads an integer argument that fits a number. @throws CommandError */
export function parseInteger(text: string | undefined): number {
  return Number(parseInt64(text));
}

/** Reads a floating-point argument; `inf` is allowed. @throws CommandError */
export function parseFloat64(text: string | undefined): number {
  const plain = (text ?? "").toLowerCase();
  const infinity = /^([+-]?)inf(inity)?$/.exec(plain);
  if (infinity) return infinity[1] === "-" ? -Infinity : Infinity;
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
  if (Number.isNaN(value)) throw new CommandError("ERR value is not a valid float");
  return value;
}

/** Writes a floating-point number as Redis does: no exponent for whole numbers, `inf` for infinity. */
export function formatFloat(value: number): string {
  if (value === Infinity) return "inf";
  if (value === -Infinity) return "-inf";
  return Object.is(value, -0) ? "-0" : String(value);
}

/** The error of an argument that should be an integer. */
export function createIntegerError(): CommandError {
  return new CommandError("ERR value is not an integer or out of range");
}

/** Adds within 64 bits. @throws CommandError on overflow */
export function addInt64(a: bigint, b: bigint): bigint {
  const sum = a + b;
  if (sum > MAX_INT64 || sum < -MAX_INT64 - 1n) {
    throw new CommandError("ERR increment or decrement would overflow");
  }
  return sum;
}

/** Adds two floats with the 15 digits that Redis' long doubles would keep. @throws CommandError */
export function addFloats(a: number, b: number): number {
  const sum = a + b;
  if (!Number.isFinite(sum)) throw new CommandError("ERR increment would produce NaN or Infinity");
  return Number(sum.toPrecision(15));
}

/** Turns a start and stop of which negative ones count from the end into a slice's bounds. */
export function resolveRange(range: { start: number; stop: number; length: number }): [number, number] {
  const { length } = range;
  const start = Math.max(range.start < 0 ? length + range.start : range.start, 0);
  const stop = Math.min(range.stop < 0 ? length + range.stop : range.stop, length - 1);
  return start > stop ? [0, 0] : [start, stop + 1];
}
