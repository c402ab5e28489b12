import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { LaunchError } from "@/ops/launch-error";

const DEFAULT_PORT = 3000;
const DEFAULT_SEED = 42;

/** The options of `npm run demo` and `npm run dev`. */
export type LaunchOptions = {
  port: number;
  fresh: boolean;
  /** Never connects to the real venue. */
  simulated: boolean;
  seed: number;
  /** Recordings to replay; empty for none. */
  replay: string[];
  speed: number;
};

/** @throws LaunchError with one sentence for an invalid option. */
export function readOptions(args: string[], env: Record<string, string | undefined>): LaunchOptions {
  const values = parse(args);
  const replay = values.replay ?? [];
  const missing = replay.find((file) => !existsSync(file));
  if (missing) throw new LaunchError(`There is no recording ${missing}.`);
  return {
    port: readNumber("PORT", env.PORT, { least: 1, most: 65_535, otherwise: DEFAULT_PORT }),
    fresh: values.fresh ?? false,
    simulated: (values.simulated ?? false) || values.seed !== undefined,
    seed: readNumber("--seed", values.seed, { least: 0, most: 4_294_967_295, otherwise: DEFAULT_SEED }),
    replay,
    speed: readNumber("--speed", values.speed, { least: 1, most: 1_000, otherwise: 1 }),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        fresh: { type: "boolean" },
        simulated: { type: "boolean" },
        seed: { type: "string" },
        replay: { type: "string", multiple: true },
        speed: { type: "string" },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(".")[0] : String(error);
    throw new LaunchError(`${reason}. There are: --fresh, --simulated, --seed N, --replay FILE, --speed N.`);
  }
}

function readNumber(
  name: string,
  text: string | undefined,
  bounds: { least: number; most: number; otherwise: number },
): number {
  if (text === undefined || text === "") return bounds.otherwise;
  const value = Number(text);
  if (Number.isInteger(value) && value >= bounds.least && value <= bounds.most) return value;
  throw new LaunchError(
    `${name} must be a whole number from ${bounds.least} to ${bounds.most}, not ${text}.`,
  );
}
