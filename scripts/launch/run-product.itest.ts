import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";

const DEMO = ["--conditions=react-server", "--import", "tsx", "scripts/demo.ts"];

/** Runs the demo with this port and these arguments, to its end. */
async function runDemo(port: string, args: string[] = []): Promise<{ code: number | null; output: string }> {
  const demo = spawn(process.execPath, [...DEMO, ...args], {
    env: { ...process.env, PORT: port, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [demo.stdout, demo.stderr]) stream.on("data", (text) => (output += text));
  const code = await new Promise<number | null>((resolve) => demo.on("close", resolve));
  return { code, output };
}

it("says in one sentence that the port is taken, and which to choose", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  const { code, output } = await runDemo(String(port));
  server.close();
  expect(code).toBe(1);
  expect(output.trim()).toMatch(
    new RegExp(`^✗ Port ${port} is taken by another program\\. .*PORT=${port + 1} npm run demo\\.$`),
  );
});

it.each([
  ["a port that is none", "99999", [], "PORT must be a whole number"],
  ["an option that there is not", "3000", ["--sped", "2"], "There are: --fresh"],
  ["a recording that is not there", "3000", ["--replay", "none.csv"], "There is no recording none.csv"],
  ["a speed out of bounds", "3000", ["--speed", "5000"], "--speed must be a whole number from 1 to 1000"],
])("says what is wrong with %s", async (_, port, args, sentence) => {
  const { code, output } = await runDemo(port, args);
  expect(code).toBe(1);
  expect(output.trim().split("\n")).toHaveLength(1);
  expect(output).toContain(sentence);
});
