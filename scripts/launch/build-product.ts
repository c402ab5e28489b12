import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LaunchError } from "@/ops/launch-error";
import type { Shutdown } from "@/scripts/launch/shutdown";
import { startGuarded } from "@/scripts/launch/start-guarded";

const GENERATED = "lib/db/generated";
const BUILD_STAMP = ".next/terminal-zero-sources";
/** The inputs of a build. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "messages",
  "public",
  "prisma/schema.prisma",
  "instrumentation.ts",
  "middleware.ts",
  "next.config.mjs",
  "postcss.config.mjs",
  "package-lock.json",
  "tsconfig.json",
];

/** Runs a program to its end. @throws LaunchError with its last lines of output. */
export async function runToEnd(
  what: string,
  args: string[],
  options: { shutdown?: Shutdown; env?: Record<string, string> } = {},
): Promise<void> {
  const program = startGuarded(process.execPath, args, { env: { ...process.env, ...options.env } });
  options.shutdown?.add(program.stop);
  const code = await program.ended;
  if (options.shutdown?.isStopping()) throw new LaunchError("Stopped.");
  if (code === 0) return;
  const lines = program.lastLines().slice(-25).join("\n");
  throw new LaunchError(`${what} failed:\n${lines}\nRun the same command again: it repeats this step.`);
}

/** Generates the database client unless it is up to date. */
export async function generateClient(shutdown?: Shutdown): Promise<void> {
  await runToEnd("Generating the database client", ["scripts/generate-client.mjs"], shutdown && { shutdown });
}

/** Bundles the worker of the lab, which the pages hand to their sandbox as text. */
export async function generateRunner(shutdown?: Shutdown): Promise<void> {
  await runToEnd("Bundling the lab's runner", ["scripts/generate-runner.mjs"], shutdown && { shutdown });
}

/** Builds the product unless the last build had the same sources; returns whether it built. */
export async function buildProduct(shutdown?: Shutdown): Promise<boolean> {
  await generateRunner(shutdown);
  const hash = hashFiles(SOURCES);
  if (existsSync(BUILD_STAMP) && readFileSync(BUILD_STAMP, "utf8") === hash) return false;
  await runToEnd("The build", ["node_modules/next/dist/bin/next", "build"], {
    ...(shutdown && { shutdown }),
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  writeFileSync(BUILD_STAMP, hash);
  return true;
}

function hashFiles(paths: readonly string[]): string {
  const hash = createHash("sha256");
  const visit = (path: string): void => {
    if (!existsSync(path) || path === GENERATED) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name));
      return;
    }
    if (/\.(test|itest|sim\.test)\.tsx?$/.test(path)) return;
    hash.update(path).update("\0").update(readFileSync(path)).update("\0");
  };
  for (const path of paths) visit(path);
  return hash.digest("hex");
}
