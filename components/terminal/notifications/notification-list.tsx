"use client";

import { useTranslations } from "next-intl";

import { useEffect, useRef } from "react";
import { Volume2, VolumeX } from "@/components/icons/later-icons";

import type { EventText } from "@/components/terminal/notifications/format-event";
import { TONE_CLASS } from "@/components/terminal/notifications/tone-class";
import { useEventText } from "@/components/terminal/notifications/use-event-text";
import { Button } from "@/components/ui/button";
import { markAlertsRead, useNotifications } from "@/lib/client/alerts/use-notifications";
import { usePagedList } from "@/lib/client/api/use-paged-list";
import { formatClock } from "@/lib/client/format";
import { createPersisted, usePersisted } from "@/lib/client/persisted";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";
import { soundChoice } from "@/lib/client/sounds";
import type { NotificationDto } from "@/lib/schemas/trading/alerts";
import type { PortfolioEventDto } from "@/lib/schemas/trading/trading-responses";

/** Items of the list. */
const MAX_SHOWN = 40;

/** The newest event that was seen, by portfolio. */
const readUntil = createPersisted<Record<string, number>>({
  key: "tz:notifications-read",
  initial: {},
  parse: (stored) =>
    typeof stored === "object" && stored !== null ? (stored as Record<string, number>) : {},
});

/** Reports how many of the recent events and alerts have not been seen. */
export function UnreadCounter({ onCount }: { onCount: (unread: number) => void }) {
  const { unread } = useNotificationItems();
  useEffect(() => onCount(unread), [onCount, unread]);
  return null;
}

/** Recent events, so that a missed toast is not lost. They count as seen once the list closes. */
export function NotificationList({ onAlerts }: { onAlerts: () => void }) {
  const t = useTranslations("terminal.notifications");
  const hasSounds = usePersisted(soundChoice);
  const { items, markRead } = useNotificationItems();
  const latest = useRef(markRead);
  useEffect(() => {
    latest.current = markRead;
  });
  useEffect(() => () => latest.current(), []);
  const Sound = hasSounds ? Volume2 : VolumeX;
  return (
    <>
      <header className="flex h-9 shrink-0 items-center justify-between border-b pr-1 pl-3">
        <h2 className="font-medium">{t("label")}</h2>
        <Button className="ml-auto" onClick={onAlerts}>
          {t("alerts")}
        </Button>
        <Button aria-pressed={hasSounds} onClick={() => soundChoice.write(!hasSounds)}>
          <Sound aria-hidden className="size-3.5" />
          {t(hasSounds ? "soundsOn" : "soundsOff")}
        </Button>
      </header>
      {items.length === 0 ? (
        <p className="p-4 text-center text-text-3">{t("none")}</p>
      ) : (
        <ul className="overflow-y-auto">
          {items.slice(0, MAX_SHOWN).map((item) => (
            <NotificationItem key={item.key} item={item} />
          ))}
        </ul>
      )}
    </>
  );
}

function useNotificationItems() {
  const formatEvent = useEventText();
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  const list = usePagedList("events", portfolioId);
  const read = usePersisted(readUntil);
  const alerts = useNotifications();
  const loud = (list.pages?.flatMap((page) => page.events) ?? [])
    .map((event) => ({ event, words: formatEvent(event) }))
    .filter(({ words }) => words.isLoud);
  const newest = loud[0]?.event.seq ?? 0;
  const seen = portfolioId === null ? 0 : (read[portfolioId] ?? 0);
  const unread =
    loud.filter(({ event }) => event.seq > seen).length + alerts.filter(({ isRead }) => !isRead).length;
  const items = [...loud.map(toItem), ...alerts.map(toAlertItem)].sort((a, b) => b.at.localeCompare(a.at));
  const markRead = () => {
    if (portfolioId !== null && newest > seen) readUntil.write({ ...read, [portfolioId]: newest });
    markAlertsRead();
  };
  return { items, unread, markRead };
}

type Item = {
  key: string;
  at: string;
  title: string;
  detail: string | null;
  tone: EventText["tone"];
  link: EventText["link"];
};

function toItem({ event, words }: { event: PortfolioEventDto; words: EventText }): Item {
  const { title, detail, tone, link } = words;
  return { key: `event ${event.seq}`, at: event.at, title, detail, tone, link };
}

function toAlertItem({ id, firedAt, title, detail }: NotificationDto): Item {
  return { key: `alert ${id}`, at: firedAt, title, detail, tone: "warn", link: null };
}

function NotificationItem({ item }: { item: Item }) {
  const { at, title, detail, tone, link } = item;
  return (
    <li className="border-b px-3 py-2 last:border-0">
      <p className="flex gap-2">
        <span className={`flex-1 ${TONE_CLASS[tone]}`}>{title}</span>
        <time dateTime={at} className="num text-text-3">
          {formatClock(Date.parse(at))}
        </time>
      </p>
      {detail && <p className="text-text-3">{detail}</p>}
      {link && (
        <a href={link.path} className="text-accent underline-offset-2 hover:underline">
          {link.label}
        </a>
      )}
    </li>
  );
}
