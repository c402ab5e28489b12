/**
 * node scripts/generate-runner.mjs: bundles the lab's worker to one text, public/lab-runner.js. The sandboxed
 * frame has no origin and may load nothing, so the page hands it this text. Plain JavaScript, since a build
 * runs it before TypeScript can be executed.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

await build({
  absWorkingDir: ROOT,
  entryPoints: ["lib/lab/worker/worker-main.ts"],
  outfile: "public/lab-runner.js",
  bundle: true,
  format: "iife",
  target: "es2022",
  minifyWhitespace: true,
  minifySyntax: true,
  // Names stay, so that a fault names the hook.
  keepNames: false,
  legalComments: "none",
  logLevel: "warning",
});
