import { type ChildProcess, fork, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import getPort from "get-port";
import type { LoadCommand, LoadReport, OpenReport } from "@/bench/stream/load-clients";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const NODE_ARGS = ["--conditions=react-server", "--import", "tsx"];
/** Linux counts processor time in hundredths of a second. */
const MS_PER_CLOCK_TICK = 10;
const TCP_ESTABLISHED = "01";

/** A server under test: its port and its process. */
export type Server = { port: number; pid: number; stop: () => Promise<void> };

/** A server of ours, whose heap can be measured. */
export type InspectedServer = Server & { inspectorPort: number };

/** Starts the raw Node peer with the given Redis. */
export async function startRawServer(env: Record<string, string>): Promise<Server> {
  const child = fork(`${ROOT}/bench/stream/raw-server.ts`, {
    execArgv: NODE_ARGS,
    env: { ...process.env, ...env },
  });
  const { port } = await nextMessage<{ port: number }>(child);
  return { port, pid: child.pid ?? 0, stop: () => kill(child) };
}

/** Starts the gateway as `npm run gateway` does. @throws Error when it does not come up in 30 s. */
export async function startGatewayProcess(env: Record<string, string>): Promise<InspectedServer> {
  return startListening(env, (port) => [
    [...NODE_ARGS, `${ROOT}/lib/gateway/main.ts`],
    { PORT: String(port) },
  ]);
}

/** Starts the built product. @throws Error when there is no build or it does not come up in 30 s. */
export async function startProduct(env: Record<string, string>): Promise<InspectedServer> {
  const next = `${ROOT}/node_modules/next/dist/bin/next`;
  return startListening(env, (port) => [[next, "start", "-p", String(port)], {}]);
}

async function startListening(
  env: Record<string, string>,
  command: (port: number) => [args: string[], env: Record<string, string>],
): Promise<InspectedServer> {
  const port = await getPort();
  const inspectorPort = await getPort();
  const [args, more] = command(port);
  const child = spawn(process.execPath, [`--inspect=127.0.0.1:${inspectorPort}`, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env, ...more, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const expiresAtMs = Date.now() + 30_000;
  while (Date.now() < expiresAtMs) {
    const response = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null);
    if (response) return { port, inspectorPort, pid: child.pid ?? 0, stop: () => kill(child) };
    if (child.exitCode !== null) break;
    await pause(100);
  }
  await kill(child);
  throw new Error("A server did not start. Of the product there must be a build: run `npm run build` first.");
}

/** A process of stream clients. */
export type LoadClients = {
  open: (options: Omit<Extract<LoadCommand, { do: "open" }>, "do">) => Promise<OpenReport>;
  measure: (ms: number) => Promise<LoadReport>;
  close: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Starts a process that simulates browsers. */
export function startLoadClients(): LoadClients {
  const child = fork(`${ROOT}/bench/stream/load-clients.ts`, { execArgv: NODE_ARGS });
  const ask = <T>(command: LoadCommand): Promise<T> => {
    child.send(command);
    return nextMessage<T>(child);
  };
  return {
    open: (options) => ask({ do: "open", ...options }),
    measure: (ms) => ask({ do: "measure", ms }),
    close: async () => {
      await ask({ do: "close" });
    },
    stop: () => kill(child),
  };
}

/** Processor time used so far by a process and all its descendants, user and system, in ms. Linux only. */
export function readCpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const own = (Number(fields[11]) + Number(fields[12])) * MS_PER_CLOCK_TICK;
  return own + readChildren(pid).reduce((sum, child) => sum + readCpuMs(child), 0);
}

/** Resident memory of a process and all its descendants, in bytes. Linux only. */
export function readRssBytes(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
  return pages * 4096 + readChildren(pid).reduce((sum, child) => sum + readRssBytes(child), 0);
}

function readChildren(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return text === "" ? [] : text.split(" ").map(Number);
}

/** Open client connections to a port of this machine. Linux only. */
export function countConnections(port: number): number {
  const local = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const lines = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((path) => readFileSync(path, "utf8").split("\n"));
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, address, , state]) => {
      return address?.endsWith(local) && state === TCP_ESTABLISHED;
    }).length;
}

/** Resolves after `ms`. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) =>
      reject(new Error(`A bench process ended early with code ${code}.`));
    child.once("exit", onExit);
    child.once("message", (message) => {
      child.off("exit", onExit);
      resolve(message as T);
    });
  });
}

function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
}
