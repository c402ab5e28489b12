import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { loadRecordings } from "@/emulators/bybit/prices/load-recordings";
import { respondToRest } from "@/emulators/bybit/respond-to-rest";
import { ACTION_NAMES, type BybitActions } from "@/emulators/bybit/switches";
import { Venue } from "@/emulators/bybit/venue";
import { parseSwitches } from "@/emulators/upstash-redis/parse-switches";
import { readBody } from "@/emulators/upstash-redis/respond-to-request";

const WS_PATH = "/v5/public/linear";
/** The HTML of a load balancer at the venue's edge, where JSON is expected. */
const FORBIDDEN_PAGE =
  "<html><head><title>403 ERROR</title></head><body><h1>403 ERROR</h1>The request could not be satisfied.</body></html>";

type StartOptions = {
  /** One seed is one market, whenever it is started. */
  seed?: number;
  /** All of its 650 contracts when none are named. */
  symbols?: readonly string[];
  /** Recordings; their symbols are replayed and the others stay synthetic. */
  replay?: readonly string[];
  /** 1 to 1000 times as fast as it was recorded. */
  speed?: number;
  port?: number;
};

/** A running emulator for Bybit's public market. */
export type Bybit = {
  wsUrl: string;
  restUrl: string;
  /** The label of the market, for display and the database. */
  source: { kind: "simulated" | "replay"; id: string; name: string };
  close: () => Promise<void>;
};

/** Starts a market that speaks Bybit's v5 WebSocket and REST on a loopback address. @throws Error for a bad recording */
export async function startBybit(options: StartOptions = {}): Promise<Bybit> {
  const { seed = 42, symbols, replay = [], speed = 1 } = options;
  const recorded = replay.length > 0 ? loadRecordings(replay, { seed, speed }) : null;
  const venue = new Venue({
    seed,
    symbols,
    ...(recorded && { recorded: recorded.markets }),
    now: recorded?.now ?? Date.now,
  });

  const server = createServer((request, response) => {
    respond(venue, request, response).catch((error) => {
      console.error("bybit emulator:", error);
      response.destroy();
    });
  });
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: { serverNoContextTakeover: true, clientNoContextTakeover: true, threshold: 1_024 },
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (venue.switches.rejectHandshake || request.url !== WS_PATH) return rejectUpgrade(socket);
    sockets.handleUpgrade(request, socket, head, (webSocket) => venue.join(webSocket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    wsUrl: `ws://127.0.0.1:${port}${WS_PATH}`,
    restUrl: `http://127.0.0.1:${port}`,
    source: recorded?.source ?? {
      kind: "simulated",
      id: `simulated-${seed}`,
      name: `Simulated market (seed ${seed})`,
    },
    close: async () => {
      venue.close();
      sockets.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function respond(venue: Venue, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://venue");
  if (url.pathname === "/__control") return control(venue, request, response);
  const { rejectRest, limitRest, hangRest } = venue.switches;
  if (hangRest) return;
  if (rejectRest) {
    response.writeHead(403, { "content-type": "text/html" }).end(FORBIDDEN_PAGE);
    return;
  }
  const body = limitRest
    ? { retCode: 10006, retMsg: "Too many visits!", result: {}, retExtInfo: {}, time: venue.now() }
    : await respondToRest(venue, url);
  response.writeHead(200, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}

async function control(venue: Venue, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const problem = request.method === "POST" ? change(venue, String(await readBody(request))) : null;
  const [status, body] = problem ? [400, { error: problem }] : [200, venue.switches];
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** Runs switches and actions. @returns the error, or null */
function change(venue: Venue, body: string): string | null {
  const parsedBody: unknown = safeParse(body);
  if (typeof parsedBody !== "object" || parsedBody === null) return "The body must be an object of switches.";
  const isAction = (name: string) => ACTION_NAMES.some((known) => known === name);
  const entries = Object.entries(parsedBody);
  const actions = Object.fromEntries(entries.filter(([name]) => isAction(name))) as BybitActions;
  const lasting = Object.fromEntries(entries.filter(([name]) => !isAction(name)));
  const parsed = parseSwitches(JSON.stringify(lasting), { current: venue.switches });
  if ("problem" in parsed) return `${parsed.problem} Known actions: ${ACTION_NAMES.join(", ")}.`;
  Object.assign(venue.switches, parsed.changes);
  venue.act(actions);
  return null;
}

function safeParse(text: string): unknown {
  try {
    return JSON.parse(text || "{}");
  } catch {
    return null;
  }
}

function rejectUpgrade(socket: Duplex): void {
  socket.end(
    `HTTP/1.1 403 Forbidden\r\ncontent-type: text/html\r\ncontent-length: ${FORBIDDEN_PAGE.length}\r\nconnection: close\r\n\r\n${FORBIDDEN_PAGE}`,
  );
}
