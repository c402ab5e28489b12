import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import getPort from "get-port";
import type { BenchRow } from "@/bench/bench-row";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FIRST_LIMIT_S = 75;
const SECOND_LIMIT_S = 10;
const GIVE_UP_MS = 300_000;

/** P17: from a bare clone of the last commit to a page with prices, on a warm npm cache, and once more. */
export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), "terminal-zero-demo-"));
  try {
    execFileSync("git", ["clone", "--quiet", ROOT, folder]);
    const first = await measureStart(folder);
    const second = await measureStart(folder);
    return [
      describe("P17 first start from a bare clone", first, FIRST_LIMIT_S),
      describe("P17 second start", second, SECOND_LIMIT_S),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds from the command to its line that the page is live. @throws Error with its output otherwise. */
async function measureStart(folder: string): Promise<number> {
  const startedMs = Date.now();
  const env = { ...process.env, PORT: String(await getPort()) };
  const demo = spawn("npm", ["run", "demo", "--", "--simulated"], { cwd: folder, env, detached: true });
  let printed = "";
  const ended = new Promise((resolve) => demo.on("close", resolve));
  try {
    return await new Promise<number>((resolve, reject) => {
      const giveUp = setTimeout(() => reject(new Error(`The demo did not start:\n${printed}`)), GIVE_UP_MS);
      for (const stream of [demo.stdout, demo.stderr]) {
        stream.on("data", (text) => {
          printed += text;
          if (!printed.includes("Terminal Zero is live")) return;
          clearTimeout(giveUp);
          resolve((Date.now() - startedMs) / 1_000);
        });
      }
      ended.then(() => {
        clearTimeout(giveUp);
        reject(new Error(`The demo ended:\n${printed}`));
      });
    });
  } finally {
    demo.kill("SIGTERM");
    await ended;
  }
}

function describe(claim: string, seconds: number, limitSeconds: number): BenchRow {
  const ratio = seconds / limitSeconds;
  return {
    claim,
    ours: `${seconds.toFixed(1)} s`,
    limit: `${limitSeconds} s`,
    ratio,
    target: "<= 1",
    isMet: ratio <= 1,
  };
}
