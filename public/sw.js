/**
 * The service worker: shows push messages, and keeps the shell (an offline page and the hashed files of the
 * build). Prices, the API and pages of a user are never stored.
 */
const SHELL = "shell-1";
const OFFLINE = "/offline";
/** Files of the build that are stored at most. */
const MAX_FILES = 200;

self.addEventListener("install", (event) => {
  event.waitUntil(storeOffline().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== SHELL) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

/** The page is requested without a session, so that nothing of a user is stored. */
async function storeOffline() {
  const shell = await caches.open(SHELL);
  const page = await fetch(OFFLINE, { credentials: "omit", cache: "no-store" });
  if (!page.ok) throw new Error(`The offline page responded with ${page.status}.`);
  const styles = [...(await page.clone().text()).matchAll(/\/_next\/static\/[\w./~-]+\.(?:css|woff2)/g)];
  await shell.put(OFFLINE, page);
  await Promise.all([...new Set(styles.map(([path]) => path))].map((path) => shell.add(path)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(openPage(request));
  else if (url.pathname.startsWith("/_next/static/")) event.respondWith(readFile(request));
});

/** Pages always come from the network. */
async function openPage(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const offline = await caches.match(OFFLINE);
    if (!offline) throw error;
    return offline;
  }
}

/** The name of a file of the build has the hash of its content: a stored one is never outdated. */
async function readFile(request) {
  const stored = await caches.match(request);
  if (stored) return stored;
  const response = await fetch(request);
  if (response.ok) {
    const shell = await caches.open(SHELL);
    await shell.put(request, response.clone());
    const files = (await shell.keys()).filter(({ url }) => !url.endsWith(OFFLINE));
    for (const old of files.slice(0, Math.max(0, files.length - MAX_FILES))) await shell.delete(old);
  }
  return response;
}

/** A message that is delivered twice replaces itself: its tag is the id of the notification. */
self.addEventListener("push", (event) => {
  const { id, title, body, path } = event.data.json();
  event.waitUntil(
    self.registration.showNotification(title, {
      body,
      tag: id,
      icon: "/icon-192.png",
      badge: "/icon-192.png",
      data: { path },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPath(event.notification.data.path));
});

async function openPath(path) {
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const shown = open.find((client) => new URL(client.url).pathname === path) ?? open[0];
  if (!shown) return self.clients.openWindow(path);
  await shown.focus();
  if (new URL(shown.url).pathname !== path) await shown.navigate(path);
}
