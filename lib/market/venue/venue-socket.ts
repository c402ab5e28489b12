import "server-only";
import WebSocket from "ws";
import { createBackoff } from "@/lib/infra/backoff";

/**
 * Timeouts and pauses of the socket. A rejected handshake (403: too many connections, or a forbidden region)
 * must not be retried twice a second, or the venue bans the IP for longer.
 */
export type SocketTiming = {
  pingMs: number;
  /**
   * Silence after which a connection counts as dead, in ms; the venue responds to pings, so silence is
   * abnormal.
   */
  silenceMs: number;
  backoff: { firstMs: number; maxMs: number };
  /** Pause after a rejected handshake: the circuit breaker. */
  rejected: { firstMs: number; maxMs: number };
};

const DEFAULT_TIMING: SocketTiming = {
  pingMs: 15_000,
  silenceMs: 20_000,
  backoff: { firstMs: 500, maxMs: 15_000 },
  rejected: { firstMs: 30_000, maxMs: 600_000 },
};

const HANDSHAKE_MS = 8_000;
const MAX_FRAME_BYTES = 4 * 1024 * 1024;

type SocketHandlers = {
  onMessage: (text: string) => void;
  /** Called for a new connection: the venue replays nothing, so subscribe to everything again. */
  onOpen: () => void;
  onDown: (why: { reason: string; retryInMs: number; rejected: boolean }) => void;
};

/** A connection to the venue that reconnects by itself. */
export type VenueSocket = {
  send: (request: object) => void;
  isOpen: () => boolean;
  close: () => void;
};

/**
 * Opens a socket to the venue's public stream and reopens it whenever it fails, with exponential backoff and
 * jitter. It uses `ws` directly: the venue's own client retries a rejected handshake every half second for
 * ever, and hides frames that are not JSON.
 */
export function openVenueSocket(
  url: string,
  handlers: SocketHandlers,
  timing: SocketTiming = DEFAULT_TIMING,
): VenueSocket {
  const backoff = createBackoff(timing.backoff);
  const breaker = createBackoff(timing.rejected);
  let socket: WebSocket | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const connect = () => {
    const current = new WebSocket(url, {
      handshakeTimeout: HANDSHAKE_MS,
      maxPayload: MAX_FRAME_BYTES,
      // At thousands of frames of some 300 bytes a second, decompression would cost more than all the rest.
      perMessageDeflate: false,
    });
    socket = current;
    let rejected = false;
    let reason = "closed";
    let heardAt = Date.now();
    const heartbeat = setInterval(
      () => {
        if (Date.now() - heardAt > timing.silenceMs) {
          reason = "silent";
          current.terminate();
        } else if (current.readyState === WebSocket.OPEN) {
          current.send('{"op":"ping"}');
        }
      },
      Math.min(timing.pingMs, timing.silenceMs / 2),
    );
    current.on("open", handlers.onOpen);
    current.on("message", (data) => {
      heardAt = Date.now();
      backoff.reset();
      breaker.reset();
      handlers.onMessage(String(data));
    });
    current.on("unexpected-response", (_request, response) => {
      rejected = response.statusCode === 403 || response.statusCode === 429;
      reason = `handshake answered ${response.statusCode}`;
      current.terminate();
    });
    current.on("error", (error) => {
      if (reason === "closed") reason = error.message;
    });
    current.on("close", () => {
      clearInterval(heartbeat);
      if (closed) return;
      const retryInMs = rejected ? breaker.nextMs() : backoff.nextMs();
      timer = setTimeout(connect, retryInMs);
      handlers.onDown({ reason, retryInMs, rejected });
    });
  };

  connect();
  return {
    send: (request) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(request));
    },
    isOpen: () => socket?.readyState === WebSocket.OPEN,
    close: () => {
      closed = true;
      clearTimeout(timer);
      socket?.terminate();
    },
  };
}
