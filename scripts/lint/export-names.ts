import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseSync } from "oxc-parser";

/**
 * One program: its exports have distinct names. Emulators, benches and tests are programs of their own;
 * `lib/v5` and `lib/lab` serve interfaces of others, whose names they take.
 */
const PRODUCT = /^(app|components|lib\/(?!v5\/|lab\/))\/?.*\.tsx?$/;
const NAMED_AFTER_EXPORT = /^(app|components|lib\/(?!v5\/|lab\/)|emulators|scripts|ops)\/?.*\.tsx?$/;
const GENERATED = /^lib\/db\/generated\//;
/** Next gives these files their names and their exports. */
const NEXT_FILE =
  /^app\/(.*\/)?(route|page|layout|error|global-error|not-found|loading|template|manifest|robots|sitemap|icon|apple-icon|opengraph-image|twitter-image)\.tsx?$/;
const TEST = /\.(test|itest|e2e)\.tsx?$/;

const problems = [...findDuplicates(), ...findMisnamed()];
for (const line of problems) console.error(line);
process.exitCode = problems.length > 0 ? 1 : 0;

/** Exports that share a name, unless one file wraps the other, which it then imports. */
function findDuplicates(): string[] {
  const pathsByName = new Map<string, string[]>();
  for (const path of list(PRODUCT)) {
    for (const name of readExports(path)) pathsByName.set(name, [...(pathsByName.get(name) ?? []), path]);
  }
  return [...pathsByName].flatMap(([name, paths]) =>
    paths.length < 2 || isWrapped(paths) ? [] : [`${name} is exported by ${paths.join(" and ")}`],
  );
}

function isWrapped([one = "", other = "", ...rest]: string[]): boolean {
  const imports = (from: string, to: string) =>
    readFileSync(from, "utf8").includes(`@/${withoutSuffix(to)}"`);
  return rest.length === 0 && (imports(one, other) || imports(other, one));
}

/** Files with one export that are not named after it. */
function findMisnamed(): string[] {
  return list(NAMED_AFTER_EXPORT).flatMap((path) => {
    const [name, ...others] = readExports(path);
    if (name === undefined || others.length > 0 || basename(path).startsWith("lazy-")) return [];
    const wanted = toKebabCase(name);
    return basename(withoutSuffix(path)) === wanted ? [] : [`${path} exports ${name} alone: ${wanted}`];
  });
}

function readExports(path: string): string[] {
  const { module } = parseSync(path, readFileSync(path, "utf8"));
  return module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ exportName, moduleRequest }) =>
      exportName.kind === "Name" && exportName.name !== null && moduleRequest === null
        ? [exportName.name]
        : [],
    );
}

function list(pattern: RegExp): string[] {
  const output = execFileSync("git", ["ls-files"], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  return output
    .split("\n")
    .filter(
      (path) => pattern.test(path) && !GENERATED.test(path) && !NEXT_FILE.test(path) && !TEST.test(path),
    )
    .filter((path) => existsSync(path));
}

function withoutSuffix(path: string): string {
  return path.replace(/\.tsx?$/, "");
}

function toKebabCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase();
}
