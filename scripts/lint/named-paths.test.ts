import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", ...listDocs()];
const NAMED = /`([^`\s]+)`/g;
/** `lib/AREA/` stands for any area; the runner is built. */
const PLACEHOLDER = /[A-Z]{4}/;
const BUILT = ["public/lab-runner.js"];
const PATH =
  /^(app|bench|components|docs|emulators|lib|messages|ops|prisma|public|scripts|tests)\/[\w./[\]()@-]*$/;

test("each path that a document names exists", () => {
  const missing = DOCUMENTS.flatMap((document) => {
    const paths = listNames(readFileSync(document, "utf8")).filter(
      (name) => PATH.test(name) && !PLACEHOLDER.test(name) && !BUILT.includes(name),
    );
    return paths.filter((path) => !existsSync(path)).map((path) => `${document}: ${path}`);
  });
  expect(missing).toEqual([]);
});

/** A line names files, each followed by what stands in it: `lib/file.ts` (`rule`). */
test("each name in the list of rules stands in the file before it", () => {
  const rules = readFileSync("docs/rules.md", "utf8")
    .split(/\n(?=- )/)
    .slice(1);
  const missing = rules.flatMap((rule) => {
    let path = "";
    return listNames(rule).flatMap((name) => {
      if (PATH.test(name)) path = name;
      else if (path !== "" && !hasWord(path, name)) return [`${path}: ${name}`];
      return [];
    });
  });
  expect(rules.length).toBeGreaterThan(50);
  expect(missing).toEqual([]);
});

function listNames(text: string): string[] {
  return [...text.matchAll(NAMED)].map(([, name = ""]) => name);
}

function hasWord(path: string, name: string): boolean {
  return existsSync(path) && new RegExp(`(?<!\\w)${name}(?!\\w)`).test(readFileSync(path, "utf8"));
}

function listDocs(): string[] {
  return readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name));
}
