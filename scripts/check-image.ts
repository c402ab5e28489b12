import { rm } from "node:fs/promises";
import { BASE_IMAGE, provideBaseImage } from "@/scripts/image/base-image";
import { createBuildah, hasProgram } from "@/scripts/image/buildah";
import { IMAGES } from "@/scripts/image/site";
import { tryImages } from "@/scripts/image/try-images";
import { showProgress } from "@/scripts/launch/show-progress";
import { createShutdown } from "@/scripts/launch/shutdown";
import { createTemporaryFolder } from "@/tests/support/create-temporary-folder";

/** `npm run check:image`: builds the images of Dockerfile.prod with buildah, runs them, trades, and stops them. */
const shutdown = createShutdown();

/** The required programs that are missing. */
async function findMissing(): Promise<string[]> {
  const needed = ["buildah", "redis-server"];
  const found = await Promise.all(needed.map((program) => hasProgram(program, "--version")));
  return needed.filter((_, index) => !found[index]);
}

async function checkImage(): Promise<void> {
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

const missing = await findMissing();
if (missing.length > 0) {
  console.log(
    `Skipped: ${missing.join(" and ")} can't be started. On Debian: apt-get install buildah debootstrap redis-server.`,
  );
  await shutdown.exit(0);
}
try {
  await checkImage();
  console.log("✓ The images work");
  await shutdown.exit(0);
} catch (error) {
  if (!shutdown.isStopping()) console.error(`✗ ${error instanceof Error ? error.message : error}`);
  await shutdown.exit(1);
}
