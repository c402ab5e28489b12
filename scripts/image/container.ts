import { type ChildProcess, spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { z } from "zod";
import { LaunchError } from "@/ops/launch-error";
import type { Buildah } from "@/scripts/image/buildah";

const LINES_KEPT = 100;
/** Maximum time to stop, in ms; shorter than an orchestrator's grace period. */
const KILL_AFTER_MS = 20_000;

const imageSchema = z.object({
  Docker: z.object({
    config: z.object({
      User: z.string().min(1, "the image runs as root"),
      Cmd: z.array(z.string()).min(1),
      StopSignal: z.string().default("SIGTERM"),
      Healthcheck: z.object({ Test: z.array(z.string()) }).optional(),
    }),
  }),
});

/** A running container, in the network of this machine. */
export type Container = {
  /** Resolves with the exit code. */
  ended: Promise<number>;
  isRunning: () => boolean;
  lastLines: () => string[];
  /** Sends the image's stop signal and resolves with the exit code and the duration of the stop, in ms. */
  stop: () => Promise<{ code: number; tookMs: number }>;
  /** Runs the image's own health check; true when it passes. */
  isHealthy: () => Promise<boolean>;
  /** The path of its file system on this disk, and its start time, Unix ms. */
  mount: string;
  startedMs: number;
};

/** Starts an image as an orchestrator does: with its own user, and its own command unless another is given. */
export async function startContainer(
  buildah: Buildah,
  options: { image: string; command?: readonly string[]; env: Record<string, string> },
): Promise<Container> {
  const { image, env } = options;
  const inspected: unknown = JSON.parse(await buildah.run("inspect", "--type", "image", image));
  const { Cmd, StopSignal, Healthcheck } = imageSchema.parse(inspected).Docker.config;
  const name = (await buildah.run("from", "--pull-never", image)).trim();
  const mount = (await buildah.run("mount", name)).trim();
  const variables = Object.entries(env).flatMap(([key, value]) => ["--env", `${key}=${value}`]);
  const enter = [...buildah.program.slice(1), "run", "--isolation", "chroot", ...variables, name, "--"];
  const startedMs = Date.now();
  const child = spawn(buildah.program[0], [...enter, ...(options.command ?? Cmd)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { ended, lines } = watchProcess(child);
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    ended,
    isRunning,
    lastLines: () => [...lines],
    mount,
    startedMs,
    stop: async () => {
      const signalledMs = Date.now();
      if (child.pid !== undefined && isRunning())
        process.kill(await findCommand(child.pid), StopSignal as NodeJS.Signals);
      const timer = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
      const code = await ended;
      clearTimeout(timer);
      return { code, tookMs: Date.now() - signalledMs };
    },
    isHealthy: async () => {
      if (!Healthcheck) throw new LaunchError(`${image} has no health check.`);
      const [, ...test] = Healthcheck.Test;
      const check = spawn(buildah.program[0], [...enter, ...test], { stdio: "ignore" });
      return (await new Promise((resolve) => check.once("close", resolve))) === 0;
    },
  };
}

/** The container's own process. It runs below two of buildah's, which kill it when they get a signal themselves. */
async function findCommand(pid: number): Promise<number> {
  if (!/buildah/.test(await readFile(`/proc/${pid}/comm`, "utf8"))) return pid;
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    const [first] = (await readFile(`/proc/${pid}/task/${thread}/children`, "utf8")).match(/\d+/g) ?? [];
    if (first !== undefined) return findCommand(Number(first));
  }
  throw new LaunchError("The container has no process of its own.");
}

function watchProcess(child: ChildProcess): { ended: Promise<number>; lines: string[] } {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      lines.push(...text.split("\n").filter(Boolean));
      lines.splice(0, lines.length - LINES_KEPT);
    });
  }
  // A crash of this process must not leave the container behind.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const ended = new Promise<number>((resolve) => {
    child.once("error", () => resolve(127));
    child.once("close", (code) => resolve(code ?? 137));
  }).finally(() => process.off("exit", kill));
  return { ended, lines };
}
