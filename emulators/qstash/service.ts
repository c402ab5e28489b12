import type { DeadLetters } from "@/emulators/qstash/dead-letters";
import type { Dispatcher } from "@/emulators/qstash/dispatcher";
import type { EventLog } from "@/emulators/qstash/event-log";
import type { FlowControls } from "@/emulators/qstash/flow-controls";
import type { Publisher } from "@/emulators/qstash/publish/publisher";
import type { UrlGroups } from "@/emulators/qstash/publish/url-groups";
import type { Queues } from "@/emulators/qstash/queues";
import type { Schedules } from "@/emulators/qstash/schedules";

/** The two keys that deliveries may be signed with; rotating makes `next` the current one. */
export type SigningKeys = { current: string; next: string };

/** The state behind the routes. */
export type Service = {
  token: string;
  keys: SigningKeys;
  publisher: Publisher;
  dispatcher: Dispatcher;
  queues: Queues;
  schedules: Schedules;
  flowControls: FlowControls;
  events: EventLog;
  deadLetters: DeadLetters;
  groups: UrlGroups;
};

/** One call as passed to a route. */
export type Call = {
  method: string;
  /** The path without its query; a destination in it is unchanged in `rawUrl` only. */
  path: string;
  rawUrl: string;
  query: URLSearchParams;
  headers: Headers;
  body: Buffer;
  callerIp: string;
};

/** A route's response; without a value it has no body. */
export type EmulatorResponse = { status: number; value?: unknown };

/** One endpoint of the API. The path's groups are passed as `parts`. */
export type Route = {
  methods: readonly string[];
  path: RegExp;
  /** True where the destination is raw text after the path, so that the query belongs to it. */
  isRaw?: boolean;
  /** Rejected by the switch `rejectPublish`. */
  publishes?: boolean;
  run: (service: Service, call: Call, parts: string[]) => EmulatorResponse;
};
