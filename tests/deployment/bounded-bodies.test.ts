import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTemporaryFolder } from "@/tests/support/create-temporary-folder";

const BIOME = resolve("node_modules/@biomejs/biome/bin/biome");
let folder = "";

beforeAll(async () => {
  folder = await createTemporaryFolder("lint");
  const config = { plugins: [resolve("scripts/lint/bounded-bodies.grit")] };
  writeFileSync(join(folder, "biome.json"), JSON.stringify(config));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The statements at which the lint rule stops. */
function findRejected(statements: string[]): string[] {
  const probe = ["export async function probe(request: Request) {", ...statements, "}"].join("\n");
  writeFileSync(join(folder, "probe.ts"), probe);
  try {
    execFileSync("node", [BIOME, "lint", "probe.ts"], { cwd: folder, stdio: "pipe" });
    return [];
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: Buffer; stderr?: Buffer };
    const lines = [...`${stdout}${stderr}`.matchAll(/probe\.ts:(\d+):\d+ plugin/g)];
    return lines.map(([, line]) => statements[Number(line) - 2] ?? "");
  }
}

it("lets no body be read but by the reader with a limit", () => {
  const reads = [
    "await request.text();",
    "await request.json();",
    "await request?.formData();",
    "await request.clone().arrayBuffer();",
    "await new Response(request.body).blob();",
    "await request.body?.getReader();",
    "for await (const part of request.body ?? []) console.log(part);",
  ];
  expect(findRejected(reads)).toEqual(reads);
  expect(findRejected(["await readText(request, 10);", "for (const one of [1]) console.log(one);"])).toEqual(
    [],
  );
});
