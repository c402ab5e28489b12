/**
 * Ways in which a strategy's text might leave its sandbox. Each is the body of a function that returns a true
 * value, or sends a request to `CANARY`, when it has got out; an error is the expected result.
 */
export const ESCAPES: readonly [name: string, body: string][] = [
  ["fetch", "fetch(CANARY); return true;"],
  ["XMLHttpRequest", "const r = new XMLHttpRequest(); r.open('GET', CANARY, false); r.send(); return true;"],
  ["WebSocket", "return new WebSocket(CANARY.replace('http', 'ws'));"],
  ["EventSource", "return new EventSource(CANARY);"],
  ["WebTransport", "return new WebTransport(CANARY.replace('http:', 'https:'));"],
  ["importScripts", "importScripts(CANARY); return true;"],
  ["importScripts of a data URL", "importScripts('data:text/javascript,1'); return true;"],
  ["import of a URL", "import(CANARY).catch(() => {}); return false;"],
  ["import of our own origin", "import(ORIGIN + '/lab-runner.js').catch(() => {}); return false;"],
  ["a nested worker", "return new Worker('data:text/javascript,fetch(\"' + CANARY + '\")');"],
  ["a shared worker", "return new SharedWorker('data:text/javascript,1');"],
  ["eval", "return eval('1 + 1');"],
  ["indirect eval", "return (0, globalThis.eval)('1 + 1');"],
  ["Function", "return new Function('return 1')();"],
  ["a function's constructor", "return (() => {}).constructor('return 1')();"],
  ["an async function's constructor", "return (async () => {}).constructor('return 1')();"],
  ["a generator's constructor", "return (function* () {}).constructor('yield 1')();"],
  ["an async generator's constructor", "return (async function* () {}).constructor('yield 1')();"],
  ["a timer with text", "return setTimeout('1', 0);"],
  ["a timer", "return setInterval(() => {}, 1);"],
  ["indexedDB", "return indexedDB.open('x');"],
  ["caches", "return caches.open('x');"],
  ["the file system", "return navigator.storage.getDirectory();"],
  ["localStorage", "localStorage.setItem('x', '1'); return true;"],
  ["cookies", "return cookieStore.getAll();"],
  ["document.cookie", "return document.cookie.length >= 0;"],
  ["sendBeacon", "return navigator.sendBeacon(CANARY, 'x');"],
  ["a broadcast channel", "return new BroadcastChannel('x');"],
  ["a message channel", "return new MessageChannel();"],
  ["a message of its own to the page", "postMessage({ type: 'result' }); return true;"],
  [
    "the scope's prototype",
    "let o = globalThis; while ((o = Object.getPrototypeOf(o))) if (o.postMessage || o.fetch) return true; return false;",
  ],
  ["the frame", "return parent.document || top.document;"],
  ["the window", "return window.open(CANARY);"],
  ["navigation", "location.href = CANARY; return true;"],
  ["WebRTC", "return new RTCPeerConnection();"],
  ["shared memory", "return new SharedArrayBuffer(8);"],
  ["waiting", "return Atomics.wait(new Int32Array(4), 0, 0, 1);"],
  ["WebAssembly", "return new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));"],
  ["the real clock", "return performance.now() > 0;"],
  ["the date of today", "return new Date().getFullYear() !== 2025 || Date.now() !== this.time;"],
  ["chance", "return crypto.getRandomValues(new Uint8Array(1));"],
  ["a blob of code", "return URL.createObjectURL(new Blob(['1']));"],
  ["a synchronous file reader", "return new FileReaderSync();"],
  ["a notification", "return new Notification('x');"],
  ["a font from the network", "return new FontFace('x', 'url(' + CANARY + ')').load();"],
  [
    "the runner's functions through the stack",
    "Error.prepareStackTrace = (_, sites) => sites; const sites = new Error().stack; " +
      "return Array.isArray(sites) && sites.some((site) => site.getFunction?.() || site.getThis?.()?.draft);",
  ],
  [
    "bars that are still to come",
    "return this.candles.at(this.candles.length) || this.candles.last(1e9).length > this.candles.length;",
  ],
  [
    "the memory behind a column",
    "return this.candles.column('close').buffer.byteLength > 8 * this.candles.length;",
  ],
  ["a view over other bars", "return new this.candles.constructor({}, 1, { from: 0, to: 1e6 }).at(1e5);"],
  ["the store through the view", "return Reflect.ownKeys(this.candles).some((key) => key !== 'length');"],
  [
    "an import map",
    "document.head.append(Object.assign(document.createElement('script'), { type: 'importmap' })); return true;",
  ],
  [
    "a link that looks up a name",
    "document.head.append(Object.assign(document.createElement('link'), { rel: 'dns-prefetch', href: CANARY })); return true;",
  ],
  [
    "a picture of a style sheet",
    "new CSSStyleSheet().replaceSync('a{background:url(' + CANARY + ')}'); return true;",
  ],
  [
    "shared memory of WebAssembly",
    "return new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer;",
  ],
  [
    "a module in a data URL",
    "import('data:text/javascript,fetch(%22' + CANARY + '%22)').catch(() => {}); return false;",
  ],
  ["the constructor of a class", "return (class {}).constructor('return 1')();"],
  [
    "the constructor of a bound function",
    "return Reflect.construct(Object.getPrototypeOf((() => {}).bind()).constructor, ['return 1'])();",
  ],
  ["a function's caller", "return (function f() { return f.caller || f.arguments.callee.caller; })();"],
  [
    "a message in the page's name",
    "self.onmessage?.({ data: { row: {} } }); dispatchEvent(new MessageEvent('message', { data: { seed: 1 } })); return true;",
  ],
  [
    "a port of a message",
    "return new MessageEvent('message', { ports: [] }).source.postMessage({ type: 'result' }) || true;",
  ],
  [
    "the runner's candles through a changed array method",
    "let got; const { find } = Array.prototype; Array.prototype.find = function (test) { got = this; return find.call(this, test); }; " +
      "try { this.getCandles('X', '1m'); } finally { Array.prototype.find = find; } return got?.[0]?.store;",
  ],
  [
    "a setter on the prototype of every message",
    "let got; Object.defineProperty(Object.prototype, 'store', { set(value) { got = value; } }); return true;",
  ],
  [
    "the iterator under every loop",
    "Object.getPrototypeOf([].values()).next = () => ({ done: true }); return true;",
  ],
  ["when memory is collected", "return new WeakRef({}).deref();"],
  ["a result too large for the page", "this.addLineToCandleChart('x'.repeat(2 ** 26), 1); return false;"],
];
