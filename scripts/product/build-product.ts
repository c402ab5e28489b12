import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runToEnd } from "@/scripts/process/run-to-end";

const BUILD_STAMP = ".next/terminal-zero-sources";
/** The inputs of a build, besides the TypeScript and JavaScript files of the root. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "messages",
  "public",
  "prisma/schema.prisma",
  "package-lock.json",
];
const NOT_BUILT = /^lib\/db\/generated|^next-env|\.(test|itest)\.tsx?$/;

/** Generates the database client unless it is up to date. */
export async function generateClient(): Promise<void> {
  await runToEnd("Generating the database client", ["scripts/generate-client.mjs"]);
}

/** Bundles the worker of the lab, which the pages hand to their sandbox as text. */
export async function generateRunner(): Promise<void> {
  await runToEnd("Bundling the lab's runner", ["scripts/generate-runner.mjs"]);
}

/** Builds the product unless the last build had the same sources. */
export async function buildProduct(): Promise<void> {
  await generateRunner();
  const hash = hashSources();
  if (existsSync(BUILD_STAMP) && readFileSync(BUILD_STAMP, "utf8") === hash) return;
  await runToEnd("The build", ["node_modules/next/dist/bin/next", "build"], {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
  });
  writeFileSync(BUILD_STAMP, hash);
}

function hashSources(): string {
  const roots = [...readdirSync(".").filter((name) => /\.(ts|mjs)$|^tsconfig\.json$/.test(name)), ...SOURCES];
  const files = roots.flatMap((root) =>
    statSync(root).isDirectory()
      ? readdirSync(root, { recursive: true, encoding: "utf8" }).map((name) => join(root, name))
      : root,
  );
  const hash = createHash("sha256");
  for (const file of files.sort()) {
    if (!NOT_BUILT.test(file) && statSync(file).isFile()) hash.update(`${file}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}
