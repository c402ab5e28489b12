import type { EventText } from "@/components/terminal/notifications/format-event";

/** The text colour of an event. */
export const TONE_CLASS = {
  plain: "text-text",
  good: "text-up",
  bad: "text-down",
  warn: "text-warn",
} as const satisfies Record<EventText["tone"], string>;
