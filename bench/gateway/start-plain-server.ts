import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The command handler behind `node:http`, in a process of its own. */
export type PlainServer = { url: string; close: () => Promise<void> };

/** Starts it with the product's environment. */
export async function startPlainServer(env: Record<string, string>): Promise<PlainServer> {
  const child = fork(fileURLToPath(new URL("plain-server.ts", import.meta.url)), {
    execArgv: ["--conditions=react-server", "--import", "tsx"],
    env: { ...process.env, ...env, NODE_ENV: "production" },
  });
  const [port] = (await once(child, "message")) as [number];
  return {
    url: `http://127.0.0.1:${port}/api/orders`,
    close: async () => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}
