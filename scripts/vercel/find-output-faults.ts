import { lstatSync } from "node:fs";
import type { ExpectedOutput } from "@/scripts/vercel/expected-output";
import type { VercelFunction, VercelOutput } from "@/scripts/vercel/vercel-output";

/** The document that /docs/api shows; Vercel puts pages of one kind into one function. */
const SHOWN_DOCUMENT = "docs/bots.md";

/** The platform's limit for one function with all its files, unpacked, in bytes. */
const LARGEST_BYTES = 250 * 1024 * 1024;
/** Files without which a function fails when it is first called, by the paths that need them. */
const NEEDED_FILES: { paths: RegExp; file: RegExp; what: string }[] = [
  { paths: /^api\/cron\/market$/, file: /^node_modules\/ws\/wrapper\.mjs$/, what: "the socket package ws" },
  {
    paths: /^api\/(auth\/(\[\.\.\.nextauth\]|register|password\/reset)|account\/(password|proof))$/,
    file: /^node_modules\/@node-rs\/argon2-[\w-]+\/[\w.-]+\.node$/,
    what: "the native module of @node-rs/argon2",
  },
  {
    paths: /^api\//,
    file: /^node_modules\/@prisma\/client\/runtime\/query_compiler_\w+\.postgresql\.wasm-base64\.m?js$/,
    what: "Prisma's query compiler",
  },
  { paths: /^api\//, file: /^node_modules\/pg\/lib\/index\.js$/, what: "the PostgreSQL driver" },
];
/** Folders of the checkout that only development and operations use. */
const FOREIGN_FOLDERS = /^(dev|tests|bench|deploy|docs|prisma|\.data|\.cache)\//;
const FOREIGN_FILES = /\.(test|itest|e2e)\.tsx?$|^\.env(?!\.example$)/;
/** Paths that must pass through the middleware, and paths that must not. */
const GUARDED = ["/", "/terminal/BTCUSDT", "/api/orders", "/api/portfolio"];
const UNGUARDED = [
  "/api/stream",
  "/api/queue/execute",
  "/api/cron/market",
  "/api/pay/webhook",
  "/api/health",
];
/** Files that Next adds to a middleware's function. */
const BUILD_VARIABLES = /^(__NEXT_\w+|NEXT_SERVER_ACTIONS_ENCRYPTION_KEY)$/;

/** The differences between a build's output and its sources: one sentence each. */
export function findOutputFaults(output: VercelOutput, expected: ExpectedOutput): string[] {
  return [
    ...findRouteFaults(output, expected),
    ...findCronFaults(output, expected),
    ...findMiddlewareFaults(output, expected),
    ...uniqueFunctions(output).flatMap((one) => findContentFaults(one, expected)),
  ];
}

function findRouteFaults({ functions }: VercelOutput, expected: ExpectedOutput): string[] {
  const byPath = new Map(functions.map((one) => [one.path, one]));
  const known = new Set(expected.routes.map(({ source }) => source));
  const faults = expected.limited
    .filter((source) => !known.has(source))
    .map((source) => `vercel.json limits ${source}, which is no page or route.`);
  for (const { path, source, maxDuration } of expected.routes) {
    const found = byPath.get(path);
    if (!found) {
      faults.push(`${source} has no function ${path}.`);
      continue;
    }
    if (!found.supportsResponseStreaming) faults.push(`${path} can't stream its response.`);
    if (found.maxDuration !== maxDuration) {
      faults.push(`${path} may run ${found.maxDuration} s; the sources set ${maxDuration} s.`);
    }
    for (const { paths, file, what } of NEEDED_FILES) {
      if (paths.test(path) && !hasFile(found, file)) faults.push(`${path} lacks ${what}.`);
    }
  }
  return faults;
}

function findCronFaults({ functions, crons }: VercelOutput, expected: ExpectedOutput): string[] {
  const paths = new Set(functions.map(({ path }) => `/${path}`));
  const faults = crons
    .filter(({ path }) => !paths.has(path))
    .map(({ path }) => `The cron ${path} calls nothing.`);
  if (JSON.stringify(crons) !== JSON.stringify(expected.crons)) {
    faults.push(`The crons are ${JSON.stringify(crons)}; vercel.json has ${JSON.stringify(expected.crons)}.`);
  }
  return faults;
}

function findMiddlewareFaults({ functions, middleware }: VercelOutput, expected: ExpectedOutput): string[] {
  const patterns = middleware.map(({ src }) => new RegExp(src));
  const passes = (path: string) => patterns.some((pattern) => pattern.test(path));
  return [
    ...middleware.flatMap(({ path }) => {
      const found = functions.find((one) => one.path === path);
      if (!found) return [`The middleware ${path} has no function.`];
      if (found.runtime.startsWith(expected.middlewareRuntime)) return [];
      return [`The middleware runs on ${found.runtime}; middleware.ts has ${expected.middlewareRuntime}.`];
    }),
    ...GUARDED.filter((path) => !passes(path)).map((path) => `${path} does not pass through the middleware.`),
    ...UNGUARDED.filter(passes).map((path) => `${path} passes through the middleware.`),
  ];
}

function findContentFaults(one: VercelFunction, { developmentPackages }: ExpectedOutput): string[] {
  const faults = one.variables
    .filter((name) => !BUILD_VARIABLES.test(name))
    .map((name) => `${one.path} carries the variable ${name} of the build.`);
  let bytes = 0;
  for (const [inside, path] of one.files) {
    const { size } = lstatSync(path);
    bytes += size;
    const [, packageName = ""] = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(inside) ?? [];
    const isForeign =
      inside !== SHOWN_DOCUMENT && (FOREIGN_FOLDERS.test(inside) || FOREIGN_FILES.test(inside));
    if (isForeign || developmentPackages.includes(packageName)) faults.push(`${one.path} carries ${inside}.`);
  }
  if (bytes > LARGEST_BYTES)
    faults.push(`${one.path} is ${bytes} bytes; the platform takes ${LARGEST_BYTES}.`);
  return faults;
}

/** One of the paths of each function: its files are the same under all of them. */
function uniqueFunctions({ functions }: VercelOutput): VercelFunction[] {
  return [...new Map(functions.map((one) => [one.folder, one])).values()];
}

function hasFile({ files }: VercelFunction, pattern: RegExp): boolean {
  for (const inside of files.keys()) if (pattern.test(inside)) return true;
  return false;
}
