import type { PublishResponse } from "@/emulators/qstash/publish/publisher";
import { QstashError } from "@/emulators/qstash/qstash-error";
import type { Call, EmulatorResponse, Route } from "@/emulators/qstash/service";

type BatchItem = { destination: string; headers?: Record<string, string>; body?: string; queue?: string };

/** The calls that publish messages. */
export const PUBLISH_ROUTES: readonly Route[] = [
  {
    methods: ["POST", "PUT", "PATCH", "GET", "DELETE"],
    path: /^\/v2\/publish\/(.+)$/s,
    isRaw: true,
    publishes: true,
    run: ({ publisher }, call, [destination = ""]) => response(publisher.publish({ ...call, destination })),
  },
  {
    methods: ["POST", "PUT", "PATCH", "GET", "DELETE"],
    path: /^\/v2\/enqueue\/([^/]+)\/(.+)$/s,
    isRaw: true,
    publishes: true,
    run: ({ publisher, queues }, call, [name = "", destination = ""]) => {
      const queueName = decodeURIComponent(name);
      const publications = publisher.parse({ ...call, destination, queueName });
      if (publications.some(({ delayMs, notBeforeMs }) => delayMs > 0 || notBeforeMs !== null)) {
        throw new QstashError(400, "delay and not-before are not supported in queues");
      }
      queues.upsert(queueName);
      return response(publisher.publish({ ...call, destination, queueName }));
    },
  },
  {
    methods: ["POST"],
    path: /^\/v2\/batch$/,
    publishes: true,
    run: ({ publisher }, call) => {
      const value = readItems(call).map((item) => {
        try {
          return publisher.publish({
            destination: item.destination,
            headers: new Headers(item.headers),
            body: Buffer.from(item.body ?? ""),
            queueName: item.queue,
            callerIp: call.callerIp,
          });
        } catch (error) {
          if (!(error instanceof QstashError)) throw error;
          return { error: error.message };
        }
      });
      return { status: 200, value };
    },
  },
  {
    methods: ["POST"],
    path: /^\/v2\/schedules\/([^/:]+)\/(pause|resume)$/,
    run: ({ schedules }, _, [id = "", what]) => {
      schedules.setPaused(decodeURIComponent(id), what === "pause");
      return { status: 200 };
    },
  },
  {
    methods: ["POST"],
    path: /^\/v2\/schedules\/(.+)$/s,
    isRaw: true,
    publishes: true,
    run: ({ publisher, schedules }, call, [destination = ""]) => {
      const queueName = call.headers.get("upstash-queue-name") ?? undefined;
      const [publication] = publisher.parse({ ...call, destination, queueName });
      if (!publication) throw new QstashError(400, `topic ${destination} has no endpoints`);
      const scheduleId = schedules.create({
        id: call.headers.get("upstash-schedule-id"),
        expression: call.headers.get("upstash-cron"),
        publication,
      });
      return { status: 201, value: { scheduleId } };
    },
  },
];

function response(published: PublishResponse | PublishResponse[]): EmulatorResponse {
  const isDuplicate = !Array.isArray(published) && published.deduplicated === true;
  return { status: isDuplicate ? 202 : 200, value: published };
}

function readItems(call: Call): BatchItem[] {
  try {
    const items: unknown = JSON.parse(call.body.toString("utf8"));
    if (Array.isArray(items) && items.every((item) => typeof item?.destination === "string")) return items;
  } catch {
    // Handled below like any other body that is no batch.
  }
  throw new QstashError(400, "invalid batch body");
}
