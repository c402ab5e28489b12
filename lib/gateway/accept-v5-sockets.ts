import "server-only";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { findClientIp } from "@/lib/http/limits/client-ip";
import { claimStream } from "@/lib/http/stream/claim-stream";
import { toHeaders } from "@/lib/http/to-headers";
import { shutdownSignal } from "@/lib/infra/shutdown";
import { type SocketKind, V5Socket } from "@/lib/v5/streams/v5-socket";

const KINDS: Record<string, SocketKind> = {
  "/v5/private": "private",
  "/v5/trade": "trade",
  "/v5/public/linear": "public",
  "/v5/public/inverse": "public",
  "/v5/public/spot": "public",
  "/v5/public/option": "public",
};
/** A message is at most a batch of twenty orders, in bytes. */
const MAX_PAYLOAD = 64 * 1_024;
/** Bytes that may wait for one socket; one that reads too slowly is cut, and its client refetches by REST. */
const MAX_WAITING = 1_024 * 1_024;
/** Messages of one socket that may wait to be handled. */
const MAX_QUEUED = 200;
/** A socket without a message for this long is cut, in seconds, unless `max_active_time` says otherwise. */
const IDLE_S = 600;
const MIN_IDLE_S = 30;

/** Accepts the WebSockets of `/v5` on a server. */
export function acceptV5Sockets(server: Server): void {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_PAYLOAD });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    // Not by `URL`, which throws for what a visitor may send, such as "//": that would end the process.
    const [path = "", query] = (request.url ?? "").split("?");
    const kind = Object.hasOwn(KINDS, path) ? KINDS[path] : undefined;
    if (kind === undefined) return rejectUpgrade(socket, "404 Not Found");
    if (shutdownSignal().aborted) return rejectUpgrade(socket, "503 Service Unavailable");
    const release = claim(request);
    if (release === null) return rejectUpgrade(socket, "429 Too Many Requests");
    socket.once("close", release);
    sockets.handleUpgrade(request, socket, head, (connection) => {
      serve(connection, { kind, ip: findClientIp(toHeaders(request)), idleMs: readIdleMs(query) });
    });
  });
}

function claim(request: IncomingMessage): (() => void) | null {
  try {
    return claimStream(toHeaders(request));
  } catch {
    return null;
  }
}

function rejectUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function serve(socket: WebSocket, options: { kind: SocketKind; ip: string; idleMs: number }): void {
  let queued = 0;
  const session = new V5Socket(options.kind, {
    ip: options.ip,
    send: (text) => {
      socket.send(text);
      if (socket.bufferedAmount > MAX_WAITING) socket.terminate();
    },
    close: (code, reason) => socket.close(code, reason),
  });
  const idle = setTimeout(() => socket.close(1000, "No message for too long."), options.idleMs).unref();
  const endNow = () => socket.close(1001, "This server is being replaced.");
  shutdownSignal().addEventListener("abort", endNow);
  socket.on("message", (data: RawData) => {
    idle.refresh();
    queued += 1;
    if (queued > MAX_QUEUED) return socket.terminate();
    void session.receive(data.toString()).finally(() => {
      queued -= 1;
    });
  });
  socket.on("error", () => socket.terminate());
  socket.on("close", () => {
    clearTimeout(idle);
    shutdownSignal().removeEventListener("abort", endNow);
    session.close();
  });
}

/** `max_active_time` is 30 s to 10 min: "30s", "1m". */
function readIdleMs(query = ""): number {
  const match = /^(\d{1,4})([sm])$/.exec(new URLSearchParams(query).get("max_active_time") ?? "");
  const seconds = match === null ? IDLE_S : Number(match[1]) * (match[2] === "m" ? 60 : 1);
  return Math.min(IDLE_S, Math.max(MIN_IDLE_S, seconds)) * 1_000;
}
