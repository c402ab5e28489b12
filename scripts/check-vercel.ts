import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";
import { runScript } from "@/scripts/process/run-script";
import { showProgress } from "@/scripts/process/show-progress";
import type { Shutdown } from "@/scripts/process/shutdown";
import { generateClient } from "@/scripts/product/build-product";
import { buildForVercel } from "@/scripts/vercel/build-for-vercel";
import { readExpectedOutput } from "@/scripts/vercel/expected-output";
import { findLeaks } from "@/scripts/vercel/find-leaks";
import { findOutputFaults } from "@/scripts/vercel/find-output-faults";
import { tryFunctions } from "@/scripts/vercel/try-functions";
import { readVercelOutput } from "@/scripts/vercel/vercel-output";

async function checkVercel(shutdown: Shutdown): Promise<string[]> {
  await generateClient();
  await showProgress("Vercel command installed", installCommand);
  const secrets = createSecrets();
  const folder = await showProgress("Built as on Vercel", () => buildForVercel(secrets, shutdown));
  shutdown.add(() => rm(folder, { recursive: true, force: true }));
  const output = readVercelOutput(folder);
  const faults = [...findOutputFaults(output, readExpectedOutput()), ...findLeaks(folder, output, secrets)];
  return [...faults, ...(await showProgress("Functions run alone", () => tryFunctions(output, shutdown)))];
}

/**
 * The Vercel command is not installed with the packages: it is as large as all others together. `npm ci` would
 * ask for optional packages that the registry does not have; `install` takes the same versions from the lock.
 */
async function installCommand(): Promise<void> {
  const options = ["--no-save", "--omit=optional", "--no-audit", "--no-fund", "--prefer-offline"];
  await promisify(execFile)("npm", ["install", ...options, "--ignore-scripts"], { cwd: "scripts/vercel" });
}

/** A placeholder for each secret that a project on Vercel has set during a build. */
function createSecrets(): Record<string, string> {
  const names = readFileSync(".env.example", "utf8").matchAll(
    /^(DATABASE_URL|\w*(?:SECRET|TOKEN|KEY|DSN)\w*)=/gm,
  );
  return Object.fromEntries([...names].map(([, name]) => [name, randomBytes(24).toString("hex")]));
}

/**
 * `npm run check:vercel`: builds as Vercel does, compares the output with the sources, and runs some of its
 * functions.
 */
await runScript(async (shutdown) => {
  const faults = await checkVercel(shutdown);
  for (const fault of faults) console.error(`✗ ${fault}`);
  if (faults.length > 0) return 1;
  console.log("✓ The output is what the sources ask for");
});
