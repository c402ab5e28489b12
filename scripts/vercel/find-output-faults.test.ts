import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ExpectedOutput, readExpectedOutput } from "@/scripts/vercel/expected-output";
import { findLeaks } from "@/scripts/vercel/find-leaks";
import { findOutputFaults } from "@/scripts/vercel/find-output-faults";
import type { VercelFunction, VercelOutput } from "@/scripts/vercel/vercel-output";
import { createTemporaryFolder } from "@/tests/support/create-temporary-folder";

const SHARED = [
  "node_modules/@prisma/client/runtime/query_compiler_fast_bg.postgresql.wasm-base64.mjs",
  "node_modules/pg/lib/index.js",
];
const MARKET: VercelFunction = {
  path: "api/cron/market",
  folder: "/output/market.func",
  runtime: "nodejs24.x",
  supportsResponseStreaming: true,
  maxDuration: 300,
  variables: [],
  files: new Map(),
};
const middleware: VercelFunction = { ...MARKET, path: "_middleware", folder: "/output/middleware.func" };
const expected: ExpectedOutput = {
  routes: [
    { path: "api/cron/market", source: "app/api/cron/market/route.ts", maxDuration: 300 },
    { path: "api/auth/register", source: "app/api/auth/register/route.ts", maxDuration: null },
  ],
  crons: [{ path: "/api/cron/market", schedule: "* * * * *" }],
  middlewareRuntime: "nodejs",
  limited: ["app/api/cron/market/route.ts"],
  developmentPackages: ["vitest"],
};

let folder = "";
let file = "";
beforeAll(async () => {
  folder = await createTemporaryFolder("output");
  file = join(folder, "file.js");
  writeFileSync(file, "const secret = 'in-the-open';");
  mkdirSync(join(folder, ".vercel/output/static"), { recursive: true });
  writeFileSync(join(folder, ".vercel/output/static/page.js"), "const secret = 'in-the-browser';");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function withFiles(one: VercelFunction, ...files: string[]): VercelFunction {
  return { ...one, files: new Map([...one.files.keys(), ...files].map((inside) => [inside, file])) };
}

/** An output without faults; each test breaks one thing. */
function createOutput(): {
  market: VercelFunction;
  register: VercelFunction;
  rest: Omit<VercelOutput, "functions">;
} {
  const plain = { ...MARKET, path: "api/auth/register", folder: "/output/register.func", maxDuration: null };
  return {
    market: withFiles(MARKET, ...SHARED, "node_modules/ws/wrapper.mjs"),
    register: withFiles(
      plain,
      ...SHARED,
      "node_modules/@node-rs/argon2-linux-x64-gnu/argon2.linux-x64-gnu.node",
    ),
    rest: {
      crons: expected.crons,
      middleware: [{ src: "^/((?!api/(stream|queue|cron|pay/webhook|health)).*)$", path: "_middleware" }],
    },
  };
}

function findFaults(change: (output: ReturnType<typeof createOutput>) => Partial<VercelOutput>): string[] {
  const output = createOutput();
  const functions = [output.market, output.register, middleware];
  return findOutputFaults({ ...output.rest, functions, ...change(output) }, expected);
}

describe("the output of a Vercel build", () => {
  it("has no fault when it is what the sources ask for", () => {
    expect(findFaults(() => ({}))).toEqual([]);
  });

  it.each<[string, (output: ReturnType<typeof createOutput>) => Partial<VercelOutput>, string]>([
    [
      "a function that can't stream",
      ({ market, register }) => ({
        functions: [{ ...market, supportsResponseStreaming: false }, register, middleware],
      }),
      "api/cron/market can't stream its response.",
    ],
    [
      "a limit that is not the one of vercel.json",
      ({ market, register }) => ({ functions: [{ ...market, maxDuration: null }, register, middleware] }),
      "api/cron/market may run null s; the sources set 300 s.",
    ],
    [
      "a route without a function",
      ({ market }) => ({ functions: [market, middleware] }),
      "app/api/auth/register/route.ts has no function api/auth/register.",
    ],
    [
      "a native module that was not traced",
      ({ market, register }) => ({
        functions: [market, { ...withFiles({ ...register, files: new Map() }, ...SHARED) }, middleware],
      }),
      "api/auth/register lacks the native module of @node-rs/argon2.",
    ],
    [
      "a test's file",
      ({ market, register }) => ({
        functions: [withFiles(market, "tests/faults/command-worker.ts"), register, middleware],
      }),
      "api/cron/market carries tests/faults/command-worker.ts.",
    ],
    [
      "a package of the development",
      ({ market, register }) => ({
        functions: [withFiles(market, "node_modules/vitest/index.js"), register, middleware],
      }),
      "api/cron/market carries node_modules/vitest/index.js.",
    ],
    [
      "an environment file",
      ({ market, register }) => ({ functions: [withFiles(market, ".env.local"), register, middleware] }),
      "api/cron/market carries .env.local.",
    ],
    [
      "a variable of the build",
      ({ market, register }) => ({
        functions: [{ ...market, variables: ["CRON_SECRET"] }, register, middleware],
      }),
      "api/cron/market carries the variable CRON_SECRET of the build.",
    ],
    [
      "a middleware on the edge",
      ({ market, register }) => ({ functions: [market, register, { ...middleware, runtime: "edge" }] }),
      "The middleware runs on edge; middleware.ts has nodejs.",
    ],
    ["no middleware", () => ({ middleware: [] }), "/api/orders does not pass through the middleware."],
    [
      "a middleware before the stream",
      () => ({ middleware: [{ src: "^/.*$", path: "_middleware" }] }),
      "/api/stream passes through the middleware.",
    ],
    [
      "another schedule",
      () => ({ crons: [{ path: "/api/cron/market", schedule: "0 * * * *" }] }),
      'The crons are [{"path":"/api/cron/market","schedule":"0 * * * *"}]; vercel.json has [{"path":"/api/cron/market","schedule":"* * * * *"}].',
    ],
  ])("reports %s", (_, change, fault) => {
    expect(findFaults(change)).toContain(fault);
  });

  it("reports a secret of the build wherever it stands", () => {
    const output = { ...createOutput().rest, functions: [withFiles(MARKET, "server.js")] };
    expect(findLeaks(folder, output, { CRON_SECRET: "in-the-open", DATABASE_URL: "in-the-browser" })).toEqual(
      [
        ".vercel/output/static/page.js contains the value of DATABASE_URL.",
        "file.js contains the value of CRON_SECRET.",
      ],
    );
    expect(findLeaks(folder, output, { CRON_SECRET: "kept" })).toEqual([]);
  });
});

it("names every page and route of the app by its path on Vercel", () => {
  const { routes } = readExpectedOutput();
  const paths = routes.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(["index", "terminal/[symbol]", "api/auth/[...nextauth]"]));
  expect(new Set(paths).size).toBe(paths.length);
  expect(routes.find(({ path }) => path === "api/cron/market")?.maxDuration).toBe(300);
});
