import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { LaunchError } from "@/ops/launch-error";

const OPTIONS = {
  fresh: { type: "boolean", default: false },
  simulated: { type: "boolean", default: false },
  seed: { type: "string" },
  replay: { type: "string", multiple: true, default: [] as string[] },
  speed: { type: "string" },
} as const;

/** The options of `npm run demo` and `npm run dev`: `simulated` never connects to the real venue. */
export type LaunchOptions = ReturnType<typeof readOptions>;

/** @throws LaunchError with one sentence for an invalid option. */
export function readOptions(args: string[], portText: string | undefined) {
  const { fresh, simulated, seed, replay, speed } = parse(args);
  const missing = replay.find((file) => !existsSync(file));
  if (missing) throw new LaunchError(`There is no recording ${missing}.`);
  return {
    fresh,
    simulated: simulated || seed !== undefined,
    replay,
    port: readNumber("PORT", portText || "3000", [1, 65_535]),
    seed: readNumber("--seed", seed || "42", [0, 4_294_967_295]),
    speed: readNumber("--speed", speed || "1", [1, 1_000]),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(".")[0] : String(error);
    throw new LaunchError(`${reason}. There are: --fresh, --simulated, --seed N, --replay FILE, --speed N.`);
  }
}

function readNumber(name: string, text: string, [least, most]: [number, number]): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new LaunchError(`${name} must be a whole number from ${least} to ${most}, not ${text}.`);
}
