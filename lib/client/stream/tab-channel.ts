import type { Locks } from "@/lib/client/stream/leadership";
import type { StreamEvent } from "@/lib/client/stream/open-event-stream";
import type { ConnectionState } from "@/lib/client/stream/stream-connection";
import type { TabWant } from "@/lib/client/stream/stream-want";

/** The lock of the leading tab, and the channel of all tabs. */
export const STREAM_NAME = "tz:stream";

/** The part of `BroadcastChannel` that is used here. */
export type TabChannel = {
  postMessage: (message: unknown) => void;
  onmessage: ((event: MessageEvent) => void) | null;
  close: () => void;
};

export type OpenChannel = (name: string) => TabChannel;

/** The browser APIs for sharing a stream between tabs. If one is missing, each tab streams for itself. */
export type TabTools = {
  locks: Locks | null;
  openChannel: OpenChannel | null;
  isVisible: () => boolean;
};

/** Messages of the leader. `link` identifies one of its connections. */
export type LeaderMessage =
  | { type: "lead" }
  | { type: "recheck" }
  | { type: "state"; state: ConnectionState; bytes: number }
  | { type: "events"; link: string; isFirst: boolean; events: StreamEvent[]; bytes: number }
  | { type: "joined"; to: string; link: string | null; events: StreamEvent[] };

/** `isJoining` requests the full state from the leader. */
export type WantMessage = { type: "want"; tab: string; want: TabWant; isJoining: boolean };

export type TabMessage = LeaderMessage | WantMessage | { type: "ask" } | { type: "wake" };

/** The lock that a tab has for as long as it lives. */
export function lockOf(tab: string): string {
  return `${STREAM_NAME}:${tab}`;
}
