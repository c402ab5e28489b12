"use client";

import { useTranslations } from "next-intl";
import { BellPlus, Camera, ChevronDown, CirclePlus, Expand, Minimize, Scan } from "@/components/icons/lucide";
import { FeedBadge } from "@/components/shell/feed-badge";
import { COMMON_INTERVALS, INTERVAL_TEXT } from "@/components/terminal/chart/chart-intervals";
import { DrawingMenu } from "@/components/terminal/chart/drawings/drawing-menu";
import type { DrawingProps } from "@/components/terminal/chart/drawings/drawing-tools";
import { IndicatorMenu } from "@/components/terminal/chart/indicators/indicator-menu";
import { ChartSettings } from "@/components/terminal/chart/menu/chart-settings";
import { keyBindings } from "@/components/terminal/keys/key-bindings";
import { LayoutMenu } from "@/components/terminal/layout/panels/layout-menu";
import { Segmented } from "@/components/ui/form/segmented";
import { HintButton } from "@/components/ui/hint-button";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { Menu } from "@/components/ui/menu";
import { cn } from "@/lib/client/cn";
import { usePersisted } from "@/lib/client/persisted";
import type { Interval } from "@/lib/core/candle-interval";

const IntervalMenuItems = lazyPart(
  () =>
    import("@/components/terminal/chart/menu/chart-menu-parts").then((module) => module.IntervalMenuItems),
  { failure: "inline" },
);
const COMMON = COMMON_INTERVALS.map((interval) => [interval, INTERVAL_TEXT[interval]] as const);

/** The chart's actions. `onFullScreen` is missing where the browser can't. */
export type ChartActions = {
  onInterval: (interval: Interval) => void;
  onFit: () => void;
  onPicture: () => void;
  onFullScreen: (() => void) | null;
};

/** Intervals on the left, tools and the feed on the right. */
export function ChartToolbar(
  props: ChartActions & {
    interval: Interval;
    isFullScreen: boolean;
    isFeedShown: boolean;
    /** Whether charts and panels can be arranged. */
    hasLayouts: boolean;
    /** Null when signed out. */
    drawing: DrawingProps | null;
    /** Null when signed out and in full screen, over which no dialog opens. */
    onCompare: (() => void) | null;
    /** Null when signed out. */
    onAlerts: (() => void) | null;
  },
) {
  const t = useTranslations("chart");
  const alertText = useTranslations("chart.alerts");
  const compareText = useTranslations("chart.compare");
  const keys = usePersisted(keyBindings);
  const isCommon = COMMON.some(([interval]) => interval === props.interval);
  return (
    <div
      role="toolbar"
      aria-label={t("toolbar")}
      className="flex h-8 shrink-0 items-center gap-0.5 border-b px-1"
    >
      <Segmented<Interval>
        label={t("interval")}
        value={props.interval}
        options={COMMON}
        onChange={props.onInterval}
        className="overflow-hidden max-lg:hidden"
      />
      <Menu
        trigger={{
          "aria-label": t("intervalAll", { interval: INTERVAL_TEXT[props.interval] }),
          size: "tight",
          children: (
            <>
              <span className={cn("num", isCommon ? "lg:hidden" : "text-accent")}>
                {INTERVAL_TEXT[props.interval]}
              </span>
              <ChevronDown aria-hidden className="size-3.5" />
            </>
          ),
        }}
      >
        <IntervalMenuItems interval={props.interval} onInterval={props.onInterval} />
      </Menu>
      <span aria-hidden className="mx-1 h-4 border-l" />
      <IndicatorMenu />
      {props.onCompare && (
        <HintButton hint={compareText("hint")} aria-label={compareText("button")} onClick={props.onCompare}>
          <CirclePlus aria-hidden />
        </HintButton>
      )}
      {props.drawing && <DrawingMenu {...props.drawing} hasTools />}
      {props.onAlerts && (
        <HintButton
          hint={alertText("buttonHint", { key: keys.alert.toUpperCase() })}
          aria-label={alertText("button")}
          onClick={props.onAlerts}
        >
          <BellPlus aria-hidden />
        </HintButton>
      )}
      {props.hasLayouts && <LayoutMenu />}
      <ChartSettings />
      <HintButton
        hint={t("fitHint", { key: keys.fit.toUpperCase() })}
        aria-label={t("fit")}
        onClick={props.onFit}
      >
        <Scan aria-hidden />
      </HintButton>
      <HintButton hint={t("screenshotHint")} aria-label={t("screenshot")} onClick={props.onPicture}>
        <Camera aria-hidden />
      </HintButton>
      {props.onFullScreen && (
        <HintButton
          hint={t(props.isFullScreen ? "leaveFullScreen" : "fullScreen")}
          aria-label={t("fullScreen")}
          aria-pressed={props.isFullScreen}
          onClick={props.onFullScreen}
        >
          {props.isFullScreen ? <Minimize aria-hidden /> : <Expand aria-hidden />}
        </HintButton>
      )}
      <span className="flex-1" />
      {(props.isFeedShown || props.isFullScreen) && <FeedBadge className="pr-1.5" />}
    </div>
  );
}
