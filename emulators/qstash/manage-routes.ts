import { matchesFilter } from "@/emulators/qstash/publish/matches-filter";
import { createId, toMessageDto } from "@/emulators/qstash/publish/message";
import { QstashError } from "@/emulators/qstash/qstash-error";
import type { Call, Route, Service } from "@/emulators/qstash/service";

const DONE = { status: 200 } as const;

/** The calls that list or change what exists. */
export const MANAGE_ROUTES: readonly Route[] = [
  get(/^\/v2\/messages\/([^/]+)$/, (service, _, [id = ""]) => toMessageDto(findMessage(service, id))),
  {
    methods: ["DELETE"],
    path: /^\/v2\/messages\/([^/]+)$/,
    run: (service, _, [id = ""]) => {
      service.dispatcher.cancel(findMessage(service, id));
      return { status: 202, value: { cancelled: 1 } };
    },
  },
  {
    methods: ["DELETE"],
    path: /^\/v2\/messages$/,
    run: ({ dispatcher }, { query }) => {
      const chosen = dispatcher.list().filter((message) => matchesFilter(toMessageDto(message), query));
      for (const message of chosen) dispatcher.cancel(message);
      return { status: 202, value: { cancelled: chosen.length } };
    },
  },
  get(/^\/v2\/dlq$/, ({ deadLetters }, { query }) => deadLetters.list(query)),
  {
    methods: ["POST"],
    path: /^\/v2\/dlq\/retry(?:\/([^/]+))?$/,
    run: ({ deadLetters, dispatcher }, { query }, [id]) => {
      if (id) query.append("dlqIds", id);
      const responses = deadLetters.remove(query).map(({ publication }) => {
        const { message } = dispatcher.accept({ ...publication, delayMs: 0, notBeforeMs: null });
        return { messageId: message.messageId };
      });
      return { status: 201, value: { responses } };
    },
  },
  get(/^\/v2\/dlq\/([^/]+)$/, ({ deadLetters }, _, [id = ""]) => deadLetters.describe(id)),
  {
    methods: ["DELETE"],
    path: /^\/v2\/dlq\/([^/]+)$/,
    run: ({ deadLetters }, _, [id = ""]) => {
      deadLetters.describe(id);
      deadLetters.remove(new URLSearchParams({ dlqIds: id }));
      return DONE;
    },
  },
  {
    methods: ["DELETE"],
    path: /^\/v2\/dlq$/,
    run: ({ deadLetters }, { query }) => ({
      status: 200,
      value: { deleted: deadLetters.remove(query).length },
    }),
  },
  get(/^\/v2\/(?:events|logs)$/, ({ events }, { query }) => events.list(query)),
  get(/^\/v2\/keys$/, ({ keys }) => keys),
  {
    methods: ["POST"],
    path: /^\/v2\/keys\/rotate$/,
    run: ({ keys }) => {
      Object.assign(keys, { current: keys.next, next: createId("sig") });
      return { status: 200, value: keys };
    },
  },
  {
    methods: ["POST"],
    path: /^\/v2\/queues$/,
    run: ({ queues }, call) => {
      const { queueName, parallelism, paused } = readJson(call) as Record<string, unknown>;
      queues.upsert(String(queueName ?? ""), {
        parallelism: parallelism === undefined ? undefined : Number(parallelism),
        isPaused: paused === undefined ? undefined : paused === true,
      });
      return DONE;
    },
  },
  get(/^\/v2\/queues$/, ({ queues }) => queues.list()),
  get(/^\/v2\/queues\/([^/]+)$/, ({ queues }, _, [name = ""]) => queues.describe(name)),
  {
    methods: ["DELETE"],
    path: /^\/v2\/queues\/([^/]+)$/,
    run: ({ queues, dispatcher }, _, [name = ""]) => {
      queues.remove(name);
      const orphans = dispatcher.list().filter(({ publication }) => publication.queueName === name);
      for (const message of orphans) dispatcher.cancel(message);
      return DONE;
    },
  },
  {
    methods: ["POST"],
    path: /^\/v2\/queues\/([^/]+)\/(pause|resume)$/,
    run: ({ queues }, _, [name = "", what]) => {
      queues.upsert(name, { isPaused: what === "pause" });
      return DONE;
    },
  },
  get(/^\/v2\/schedules$/, ({ schedules }) => schedules.list()),
  get(/^\/v2\/schedules\/([^/]+)$/, ({ schedules }, _, [id = ""]) => schedules.describe(id)),
  {
    methods: ["DELETE"],
    path: /^\/v2\/schedules\/([^/]+)$/,
    run: ({ schedules }, _, [id = ""]) => {
      schedules.remove(id);
      return DONE;
    },
  },
  {
    methods: ["PATCH"],
    path: /^\/v2\/schedules\/([^/]+)\/(pause|resume)$/,
    run: ({ schedules }, _, [id = "", what]) => {
      schedules.setPaused(id, what === "pause");
      return DONE;
    },
  },
  get(/^\/v2\/globalParallelism$/, ({ flowControls }) => ({
    parallelismMax: 0,
    parallelismCount: flowControls.countActive(),
  })),
  get(/^\/v2\/flowControl\/([^/]+)$/, ({ flowControls }, _, [key = ""]) => {
    const shown = flowControls.describe(key);
    if (!shown) throw new QstashError(404, `flow control ${key} not found`);
    return shown;
  }),
  {
    methods: ["POST"],
    path: /^\/v2\/flowControl\/([^/]+)\/(pause|resume|pin|unpin|resetRate)$/,
    run: ({ flowControls }, { query }, [key = "", what = ""]) => {
      changeFlowControl(flowControls, { key, what, query });
      return DONE;
    },
  },
  get(/^\/v2\/topics$/, ({ groups }) => groups.list()),
  get(/^\/v2\/topics\/([^/]+)$/, ({ groups }, _, [name = ""]) => ({ name, endpoints: groups.get(name) })),
  {
    methods: ["POST", "DELETE"],
    path: /^\/v2\/topics\/([^/]+)\/endpoints$/,
    run: ({ groups }, call, [name = ""]) => {
      const { endpoints } = readJson(call) as { endpoints: { name?: string; url: string }[] };
      if (call.method === "POST") groups.add(name, endpoints);
      else groups.removeEndpoints(name, endpoints);
      return DONE;
    },
  },
  {
    methods: ["DELETE"],
    path: /^\/v2\/topics\/([^/]+)$/,
    run: ({ groups }, _, [name = ""]) => {
      groups.remove(name);
      return DONE;
    },
  },
];

function get(path: RegExp, show: (service: Service, call: Call, parts: string[]) => unknown): Route {
  return {
    methods: ["GET"],
    path,
    run: (service, call, parts) => ({ status: 200, value: show(service, call, parts) }),
  };
}

function findMessage({ dispatcher }: Service, id: string) {
  const message = dispatcher.find(id);
  if (!message) throw new QstashError(404, `message ${id} not found`);
  return message;
}

function readJson(call: Call): unknown {
  try {
    return JSON.parse(call.body.toString("utf8"));
  } catch {
    throw new QstashError(400, "invalid JSON body");
  }
}

function changeFlowControl(
  flowControls: Service["flowControls"],
  change: { key: string; what: string; query: URLSearchParams },
): void {
  const { key, what, query } = change;
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
  switch (what) {
    case "pause":
    case "resume":
      flowControls.setPaused(key, what === "pause");
      return;
    case "resetRate":
      flowControls.resetRate(key);
      return;
    case "pin": {
      const periodS = number("period");
      flowControls.pin(key, {
        parallelism: number("parallelism"),
        rate: number("rate"),
        periodMs: periodS === undefined ? undefined : periodS * 1_000,
      });
      return;
    }
    default: {
      const { parallelism, rate, periodMs } = flowControls.pinnedOf(key);
      const unpinsRate = query.get("rate") === "true";
      flowControls.pin(key, {
        parallelism: query.get("parallelism") === "true" ? undefined : parallelism,
        rate: unpinsRate ? undefined : rate,
        periodMs: unpinsRate ? undefined : periodMs,
      });
    }
  }
}
