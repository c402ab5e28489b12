"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useSyncExternalStore } from "react";
import { useAlertToasts } from "@/components/terminal/alerts/use-alert-toasts";
import { takeEarlyEvents } from "@/components/terminal/notifications/early-notifications";
import { findSound } from "@/components/terminal/notifications/find-sound";
import type { EventText } from "@/components/terminal/notifications/format-event";
import { showToast, toasterWanted } from "@/components/terminal/notifications/toast-queue";
import { useEventText } from "@/components/terminal/notifications/use-event-text";
import { useSaverOffer } from "@/components/terminal/notifications/use-saver-offer";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { hasToast } from "@/lib/client/alerts/toast-choice";
import { useFeedValue } from "@/lib/client/market/use-feed-status";
import { recordOrderFilled } from "@/lib/client/orders/order-latency";
import { getPortfolioStore, type PortfolioNotification } from "@/lib/client/portfolio/portfolio-store";
import { playSound } from "@/lib/client/sounds";
import type { PortfolioEventDto } from "@/lib/schemas/trading/trading-responses";

const Toaster = lazyPart(
  () => import("@/components/terminal/notifications/toaster").then((module) => module.Toaster),
  {
    failure: "hidden",
  },
);

const SHOWN_AS = {
  plain: "message",
  good: "success",
  bad: "error",
  warn: "warning",
} as const satisfies Record<EventText["tone"], string>;

/** Shows events of the portfolio and the connection as toasts. */
export function PortfolioToasts() {
  const isWanted = useSyncExternalStore(toasterWanted.subscribe, toasterWanted.read, () => false);
  const router = useRouter();
  const formatEvent = useEventText();
  useSaverOffer();
  useEffect(() => {
    const show = ({ events }: PortfolioNotification) => {
      const has = (...types: PortfolioEventDto["type"][]) => events.some(({ type }) => types.includes(type));
      // A stop placed with an order, and one that ends with its position, are part of the fill's toast, the lock
      // part of its result's.
      const isFill = has("order-filled");
      const isResult =
        has("challenge-breached", "phase-passed") ||
        events.some((event) => event.type === "rule-enforced" && event.outcome === "failed");
      for (const event of events) {
        const isStop =
          event.type === "position-stops-set" ||
          (event.type === "order-cancelled" && event.reason === "position_closed");
        const isPart = isStop ? isFill : event.type === "portfolio-locked" && isResult;
        if (isPart) continue;
        if (event.type === "order-filled") recordOrderFilled(event.fill.orderId);
        announce(event, formatEvent(event), router.push);
      }
    };
    for (const notification of takeEarlyEvents()) show(notification);
    return getPortfolioStore().subscribeEvents(show);
  }, [router, formatEvent]);
  useConnectionToast();
  useAlertToasts();
  if (!isWanted) return null;
  return (
    // It loads later than the terminal and takes no space in it.
    <div className="fixed">
      <Toaster />
    </div>
  );
}

/** All events of one order share one toast, whose text changes. */
function announce(event: PortfolioEventDto, text: EventText, open: (path: string) => void): void {
  const { tone, title, detail, isLoud, link } = text;
  if (!isLoud) return;
  const kind = findSound(event);
  playSound(kind);
  if (!hasToast(kind)) return;
  showToast((toast) =>
    toast[SHOWN_AS[tone]](title, {
      id: findToastId(event),
      description: detail ?? undefined,
      action: link ? { label: link.label, onClick: () => open(link.path) } : undefined,
    }),
  );
}

function findToastId(event: PortfolioEventDto): string {
  switch (event.type) {
    case "order-accepted":
      return event.order.id;
    case "order-filled":
      return event.fill.orderId;
    case "order-triggered":
    case "order-expired":
    case "order-amended":
    case "order-cancelled":
    case "order-rejected":
      return event.orderId;
    default:
      return `event-${event.seq}`;
  }
}

const CONNECTION = "connection";

function useConnectionToast(): void {
  const t = useTranslations("terminal.connection");
  const isLost = useFeedValue(({ label }) => label === "reconnecting");
  useEffect(() => {
    if (!isLost) return;
    playSound("connection");
    if (!hasToast("connection")) return;
    showToast((toast) =>
      toast.warning(t("lost"), {
        id: CONNECTION,
        description: t("lostText"),
        duration: Number.POSITIVE_INFINITY,
      }),
    );
    return () =>
      showToast((toast) =>
        toast.success(t("back"), {
          id: CONNECTION,
          description: t("backText"),
          duration: 4_000,
        }),
      );
  }, [isLost, t]);
}
