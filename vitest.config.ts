import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const alias = {
  "@": root.replace(/\/$/, ""),
  // The marker package throws outside a React server build; tests run server code in plain Node.
  "server-only": fileURLToPath(new URL("./node_modules/server-only/empty.js", import.meta.url)),
};

/** A bound for hangs alone: what a test waits for may wait for a core. Vitest's own is a second. */
const POLL = { poll: { timeout: 60_000 } };

/**
 * What every test with servers has. Their loops log until the worker ends: a line on its way to the reporter then
 * would fail the run, so that workers write to the console themselves.
 */
const WITH_SERVERS = { expect: POLL, disableConsoleIntercept: true };

/** The suffix of a test says what it needs: `.test` nothing, `.sim.test` time, `.itest` Postgres and Redis, `.e2e` the build and a browser. */
export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: [
            "{lib,components,emulators,scripts,ops,app,prisma}/**/*.test.{ts,tsx}",
            "tests/{conformance,deployment,engine,patterns}/**/*.test.ts",
          ],
          // `npm test` runs the simulations at their full length instead.
          exclude: ["**/node_modules/**", ...(process.env.SIMULATION === "off" ? ["**/*.sim.test.ts"] : [])],
          // Pure code: files share their modules, which are then loaded once for each worker.
          isolate: false,
          expect: POLL,
          // A bound for hangs alone: beside the browser's tests a test waits for a core.
          testTimeout: 60_000,
        },
      },
      {
        // The same simulations as in the quick check, at their full length.
        resolve: { alias },
        test: {
          name: "simulation",
          include: ["lib/**/*.sim.test.ts", "tests/engine/**/*.sim.test.ts"],
          env: { SIMULATION: process.env.SIMULATION === "long" ? "long" : "full" },
          testTimeout: 600_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          ...WITH_SERVERS,
          globalSetup: "tests/support/postgres-setup.ts",
          include: ["{lib,emulators,scripts,ops,app,prisma}/**/*.itest.ts", "tests/faults/**/*.itest.ts"],
          // Most files wait for servers and timers, so that two share a core.
          maxWorkers: Math.max(2, availableParallelism() - 1),
          sequence: { groupOrder: 1 },
          // Bounds for hangs alone: a file shares the machine with others and with browsers.
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        // Needs the packages of tests/clients: `npm run test:clients`.
        resolve: { alias },
        test: {
          name: "clients",
          ...WITH_SERVERS,
          globalSetup: "tests/support/postgres-setup.ts",
          include: ["tests/clients/**/*.itest.ts"],
          exclude: ["**/node_modules/**"],
          // Bounds for hangs alone: a file shares the machine with others and with browsers.
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        // Needs the packages of tests/browsers: `npm run test:browsers`.
        resolve: { alias },
        test: {
          name: "browsers",
          ...WITH_SERVERS,
          globalSetup: "tests/support/product-setup.ts",
          include: ["tests/browsers/**/*.browser.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "e2e",
          ...WITH_SERVERS,
          globalSetup: "tests/support/product-setup.ts",
          include: ["tests/e2e/**/*.e2e.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
