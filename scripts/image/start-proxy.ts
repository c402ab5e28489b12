import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import getPort from "get-port";
import type { Site } from "@/scripts/image/site";
import type { Shutdown } from "@/scripts/process/shutdown";
import { startGuarded } from "@/scripts/process/start-guarded";

/** Starts this machine's nginx with the configuration of compose, in front of a site. Returns its URL. */
export async function startProxy(site: Site, folder: string, shutdown: Shutdown): Promise<string> {
  const port = await getPort();
  const own = join(folder, "proxy");
  await mkdir(own);
  const hostOf = (url: string) => new URL(url).host;
  const config = (await readFile("ops/proxy/nginx.conf", "utf8"))
    .replace("server web:3000;", `server ${hostOf(site.urls.web)};`)
    .replace("server gateway:3100;", `server ${hostOf(site.urls.gateway)};`)
    .replace("listen 8080;", `listen 127.0.0.1:${port};`)
    .replaceAll(" /tmp/", ` ${own}/`);
  await writeFile(join(own, "nginx.conf"), config);
  const nginx = startGuarded("nginx", ["-c", join(own, "nginx.conf"), "-g", "daemon off;"], {
    stopSignal: "SIGQUIT",
  });
  shutdown.add(nginx.stop);
  return `http://127.0.0.1:${port}`;
}
