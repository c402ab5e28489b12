import { rm } from "node:fs/promises";
import { BASE_IMAGE, provideBaseImage } from "@/scripts/image/base-image";
import { createBuildah, hasProgram } from "@/scripts/image/buildah";
import { IMAGES } from "@/scripts/image/site";
import { tryImages } from "@/scripts/image/try-images";
import { runScript } from "@/scripts/process/run-script";
import { showProgress } from "@/scripts/process/show-progress";
import type { Shutdown } from "@/scripts/process/shutdown";
import { createTemporaryFolder } from "@/tests/support/create-temporary-folder";

/** The required programs that are missing. */
async function findMissing(): Promise<string[]> {
  const needed = ["buildah", "redis-server"];
  const found = await Promise.all(needed.map((program) => hasProgram(program, "--version")));
  return needed.filter((_, index) => !found[index]);
}

async function checkImage(shutdown: Shutdown): Promise<void> {
  const folder = await createTemporaryFolder("image");
  shutdown.add(() => rm(folder, { recursive: true, force: true }));
  const buildah = createBuildah(folder);
  const origin = await showProgress("Base image", () => provideBaseImage(buildah, folder));
  console.log(`  ${BASE_IMAGE} was ${origin}.`);
  for (const [target, tag] of Object.entries(IMAGES)) {
    const options = [
      "--isolation",
      "chroot",
      "--pull-never",
      "--format",
      "docker",
      "--layers=false",
      "--quiet",
    ];
    const image = ["--file", "Dockerfile.prod", "--target", target, "--tag", tag, "."];
    await showProgress(`Image ${target}`, () => buildah.run("build", ...options, ...image));
  }
  await tryImages(buildah, folder, shutdown);
}

/** `npm run check:image`: builds the images of Dockerfile.prod with buildah, runs them, trades, and stops them. */
await runScript(async (shutdown) => {
  const missing = await findMissing();
  if (missing.length > 0) {
    console.log(
      `Skipped: ${missing.join(" and ")} can't be started. On Debian: apt-get install buildah debootstrap redis-server.`,
    );
    return;
  }
  await checkImage(shutdown);
  console.log("✓ The images work");
});
