import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Clock, SYSTEM_CLOCK } from "@/emulators/qstash/clock";
import { DeadLetters } from "@/emulators/qstash/dead-letters";
import { DeliveryGate } from "@/emulators/qstash/delivery-gate";
import { Dispatcher } from "@/emulators/qstash/dispatcher";
import { EventLog } from "@/emulators/qstash/event-log";
import { FlowControls } from "@/emulators/qstash/flow-controls";
import { Deduplication } from "@/emulators/qstash/publish/deduplication";
import { createId } from "@/emulators/qstash/publish/message";
import { Publisher } from "@/emulators/qstash/publish/publisher";
import { UrlGroups } from "@/emulators/qstash/publish/url-groups";
import { Queues } from "@/emulators/qstash/queues";
import { readCall, respondToCall } from "@/emulators/qstash/respond-to-call";
import { Schedules } from "@/emulators/qstash/schedules";
import type { EmulatorResponse } from "@/emulators/qstash/service";
import { BEHAVED, type QstashSwitches } from "@/emulators/qstash/switches";
import { parseSwitches } from "@/emulators/upstash-redis/parse-switches";

const KEEP_ALIVE_MS = 65_000;

type StartOptions = {
  /** 0 for a free one. */
  port?: number;
  token?: string;
  currentSigningKey?: string;
  nextSigningKey?: string;
  /** Another clock for delays, back-off, schedules and windows; see `createFastClock`. */
  clock?: Clock;
};

/** A running emulator for QStash. */
export type Qstash = {
  url: string;
  token: string;
  currentSigningKey: string;
  nextSigningKey: string;
  close: () => Promise<void>;
};

/** Starts an empty message service that speaks QStash's protocol on a loopback address. */
export async function startQstash(options: StartOptions = {}): Promise<Qstash> {
  const clock = options.clock ?? SYSTEM_CLOCK;
  const nowMs = () => clock.nowMs();
  const closing = new AbortController();
  const switches: QstashSwitches = { ...BEHAVED };
  const gate = new DeliveryGate(switches);
  const keys = {
    current: options.currentSigningKey ?? createId("sig"),
    next: options.nextSigningKey ?? createId("sig"),
  };
  const started = { currentSigningKey: keys.current, nextSigningKey: keys.next };
  const unknownKey = createId("sig");
  const shared = {
    flowControls: new FlowControls(clock, closing.signal),
    queues: new Queues(nowMs),
    events: new EventLog(),
    deadLetters: new DeadLetters(),
  };
  const dispatcher = new Dispatcher({
    ...shared,
    clock,
    switches,
    gate,
    signingKey: () => (switches.badSignature ? unknownKey : keys.current),
  });
  const groups = new UrlGroups();
  const service = {
    ...shared,
    token: options.token ?? randomBytes(24).toString("base64url"),
    keys,
    dispatcher,
    groups,
    publisher: new Publisher({ dispatcher, groups, deduplication: new Deduplication(nowMs) }),
    schedules: new Schedules(clock, (publication) => void dispatcher.accept(publication)),
  };

  const control = (method: string, body: Buffer): EmulatorResponse => {
    if (method === "POST") {
      const parsed = parseSwitches(body.toString(), { current: switches });
      if ("problem" in parsed) return { status: 400, value: { error: parsed.problem } };
      Object.assign(switches, parsed.changes);
      gate.reconsider();
    }
    return { status: 200, value: switches };
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    const call = await readCall(request);
    const isControl = call.path === "/__control";
    if (switches.down && !isControl) return request.socket.destroy();
    const result = isControl ? control(call.method, call.body) : respondToCall(service, switches, call);
    const body = result.value === undefined ? "" : JSON.stringify(result.value);
    response.writeHead(result.status, { "content-type": "application/json" }).end(body);
  };

  const server = createServer({ noDelay: true, keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    handle(request, response).catch((error) => {
      console.error("qstash emulator:", error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: service.token,
    ...started,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      service.schedules.close();
      dispatcher.close();
      closing.abort();
      server.closeAllConnections();
      await closed;
    },
  };
}
