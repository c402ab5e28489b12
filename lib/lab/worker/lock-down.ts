/** What a strategy has no use for: ways out of the worker, and sources of time and chance. */
const REMOVED = [
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "WebSocketStream",
  "EventSource",
  "WebTransport",
  "BroadcastChannel",
  "MessageChannel",
  "Worker",
  "SharedWorker",
  "importScripts",
  "indexedDB",
  "caches",
  "cookieStore",
  "navigator",
  "Notification",
  "PushManager",
  "RTCPeerConnection",
  "SharedArrayBuffer",
  "Atomics",
  "WebAssembly",
  "Function",
  "eval",
  "setTimeout",
  "setInterval",
  "queueMicrotask",
  "requestAnimationFrame",
  "requestIdleCallback",
  "performance",
  "crypto",
  "postMessage",
  "close",
  "reportError",
  "structuredClone",
  "FileReader",
  "FileReaderSync",
  "ReadableStream",
  "Request",
  "Response",
  "URL",
  "Blob",
  "OffscreenCanvas",
  "createImageBitmap",
  "FontFace",
  "fonts",
  "scheduler",
  "trustedTypes",
  "webkitRequestFileSystem",
  "webkitRequestFileSystemSync",
  "webkitResolveLocalFileSystemURL",
  "webkitResolveLocalFileSystemSyncURL",
  "location",
  "onmessage",
  "addEventListener",
  "dispatchEvent",
  "WeakRef",
  "FinalizationRegistry",
] as const;

/** What the runner itself calls: changed by a strategy, it would hand over the candles that are still to come. */
const FROZEN = [
  "Object",
  "Array",
  "Map",
  "Set",
  "WeakMap",
  "Float64Array",
  "Uint8Array",
  "String",
  "Number",
  "BigInt",
  "RegExp",
  "Symbol",
  "Promise",
] as const;

/**
 * Removes everything but the language from a worker's global scope and its prototypes, before any text of a
 * user runs. The browser's policy is the boundary; this makes a mistake visible and a run repeatable.
 */
export function lockDown(scope: typeof globalThis): void {
  for (let holder: object | null = scope; holder !== null; holder = Object.getPrototypeOf(holder)) {
    if (holder === Object.prototype) break;
    for (const name of REMOVED) removeFrom(holder, name);
  }
  for (const kind of [() => {}, async () => {}, function* () {}, async function* () {}]) {
    removeFrom(Object.getPrototypeOf(kind), "constructor");
  }
  for (const name of FROZEN) {
    Object.freeze(scope[name]);
    Object.freeze(scope[name].prototype);
  }
  const iterators = [[].values(), new Map().values(), new Set().values(), "".matchAll(/x/g)];
  for (const one of [...iterators, Float64Array.prototype, () => {}])
    Object.freeze(Object.getPrototypeOf(one));
  for (const holder of [scope.JSON, scope.Reflect]) Object.freeze(holder);
}

function removeFrom(holder: object, name: string): void {
  if (!Object.hasOwn(holder, name)) return;
  if (Reflect.deleteProperty(holder, name)) return;
  Reflect.defineProperty(holder, name, { value: undefined, writable: false, configurable: false });
}
