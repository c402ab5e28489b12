import type { Locks } from "@/lib/client/stream/leadership";
import type { StreamEvent } from "@/lib/client/stream/open-event-stream";
import type { ConnectionState } from "@/lib/client/stream/stream-connection";
import type { TabWant } from "@/lib/client/stream/stream-want";

/** The lock of the tab that leads, and the channel on which all tabs hear each other. */
export const STREAM_NAME = "tz:stream";

/** The part of `BroadcastChannel` that is used here. */
export type TabChannel = {
  postMessage: (message: unknown) => void;
  onmessage: ((event: MessageEvent) => void) | null;
  close: () => void;
};

export type OpenChannel = (name: string) => TabChannel;

/** What the browser offers to tabs that share a stream. Where one of the two is missing, each tab streams alone. */
export type TabTools = {
  locks: Locks | null;
  openChannel: OpenChannel | null;
  isVisible: () => boolean;
};

/** What the leader sends. `link` names one of its connections. */
export type LeaderMessage =
  | { type: "lead" }
  | { type: "doubt" }
  | { type: "state"; state: ConnectionState; bytes: number }
  | { type: "events"; link: string; isFirst: boolean; events: StreamEvent[]; bytes: number }
  | { type: "joined"; to: string; link: string | null; events: StreamEvent[] };

/** `isJoining` asks the leader for everything that a tab needs to go on from here. */
export type WantMessage = { type: "want"; tab: string; want: TabWant; isJoining: boolean };

export type TabMessage = LeaderMessage | WantMessage | { type: "ask" } | { type: "wake" };

/** The lock that a tab holds for as long as it lives. */
export function lockOf(tab: string): string {
  return `${STREAM_NAME}:${tab}`;
}
