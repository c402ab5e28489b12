import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import getPort from "get-port";
import type { Driver } from "@/tests/browsers/driver";

const DRIVER = "/usr/bin/WebKitWebDriver";
const DISPLAY_SERVER = "/usr/bin/Xvfb";
/** The key of an element in responses of WebDriver. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const READY_TRIES = 100;
const PAUSE_MS = 100;

/** It lies in a folder of its architecture and version. */
function findBrowser(): string | undefined {
  const listFolders = (path: string) =>
    readdirSync(path, { withFileTypes: true }).flatMap((one) =>
      one.isDirectory() ? join(path, one.name) : [],
    );
  return listFolders("/usr/lib")
    .flatMap(listFolders)
    .map((folder) => join(folder, "MiniBrowser"))
    .find((path) => path.includes("webkit2gtk") && existsSync(path));
}

/** Whether WebKitGTK with its driver, and a display server for it, are installed where Debian puts them. */
export const hasWebkit = (): boolean =>
  existsSync(DRIVER) && existsSync(DISPLAY_SERVER) && findBrowser() !== undefined;

/** Opens WebKitGTK's MiniBrowser on a display of its own, driven by WebDriver. */
export async function openWebkit(): Promise<Driver> {
  const binary = findBrowser();
  if (binary === undefined) throw new Error("WebKitGTK is not installed.");
  const [port, display] = [await getPort(), `:${100 + (process.pid % 400)}`];
  const programs: ChildProcess[] = [
    spawn(DISPLAY_SERVER, [display, "-screen", "0", "1600x1000x24"], { stdio: "ignore" }),
    spawn(DRIVER, [`--port=${port}`], { stdio: "ignore", env: { ...process.env, DISPLAY: display } }),
  ];
  const stop = () => {
    for (const program of programs) program.kill();
  };
  const call = async <T>(method: "GET" | "POST" | "DELETE", path: string, body?: object): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: T & { message?: string } };
    if (!response.ok) throw new Error(`${method} ${path}: ${value.message}`);
    return value;
  };
  try {
    await waitUntilReady(() => call("GET", "/status"));
    const { sessionId } = await call<{ sessionId: string }>("POST", "/session", {
      capabilities: {
        alwaysMatch: {
          // A page with an open stream never finishes loading.
          pageLoadStrategy: "none",
          "webkitgtk:browserOptions": { binary, args: ["--automation"] },
        },
      },
    });
    const at = `/session/${sessionId}`;
    await call("POST", `${at}/window/rect`, { width: 1440, height: 900 });
    const find = async (selector: string) => {
      const element = await call<Record<string, string>>("POST", `${at}/element`, {
        using: "css selector",
        value: selector,
      });
      return `${at}/element/${element[ELEMENT]}`;
    };
    return {
      open: async (url) => {
        await call("POST", `${at}/url`, { url });
      },
      evaluate: (expression) =>
        call("POST", `${at}/execute/sync`, { script: `return ${expression}`, args: [] }),
      type: async (selector, text) => {
        await call("POST", `${await find(selector)}/value`, { text });
      },
      click: async (selector) => {
        await call("POST", `${await find(selector)}/click`, {});
      },
      close: async () => {
        await call("DELETE", at).catch(() => {});
        stop();
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}

async function waitUntilReady(isReady: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await isReady();
      return;
    } catch (error) {
      if (tries === READY_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
