"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { alertsSheet } from "@/components/terminal/alerts/alerts-sheet";
import { CandleCountdown } from "@/components/terminal/chart/candle-countdown";
import { INTERVAL_TEXT } from "@/components/terminal/chart/chart-intervals";
import { ChartLegend } from "@/components/terminal/chart/chart-legend";
import { ChartOverlay } from "@/components/terminal/chart/chart-overlay";
import { ChartSession } from "@/components/terminal/chart/chart-session";
import { ChartSkeleton } from "@/components/terminal/chart/chart-skeleton";
import { ChartSummary } from "@/components/terminal/chart/chart-summary";
import { ChartToolbar } from "@/components/terminal/chart/chart-toolbar";
import { type DrawingTool, getDrawings } from "@/components/terminal/chart/drawings/drawing";
import { DrawingRail } from "@/components/terminal/chart/drawings/drawing-rail";
import { useChartStores } from "@/components/terminal/chart/grid/chart-stores";
import { resolveZone } from "@/components/terminal/chart/menu/chart-choices";
import { useChartMenu } from "@/components/terminal/chart/menu/use-chart-menu";
import { LazyTradingLayer } from "@/components/terminal/chart/trading/lazy-trading-layer";
import { useFullScreen } from "@/components/terminal/chart/use-full-screen";
import { findKeyAction, keyBindings } from "@/components/terminal/keys/key-bindings";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { usePersisted } from "@/lib/client/persisted";
import type { Interval } from "@/lib/core/candle-interval";
import type { InstrumentDto } from "@/lib/schemas/market/market";

const ComparePicker = lazyPart(
  () => import("@/components/terminal/chart/compare/compare-picker").then((module) => module.ComparePicker),
  { failure: "corner" },
);
const loadDrawingLayer = () =>
  import("@/components/terminal/chart/drawings/drawing-layer").then((module) => module.DrawingLayer);
const DrawingLayer = lazyPart(loadDrawingLayer, { failure: "corner" });

type Props = {
  instrument: InstrumentDto;
  /** False where the page already shows the feed; in full screen it is always shown. */
  isFeedShown?: boolean;
  /** Whose lines, marks and drawings are shown; null for none. */
  userId?: string | null;
  /** Its place among the charts of a grid. */
  cell?: ChartPlace;
};

/** A chart's place in a grid whose tools act on the chosen chart. */
export type ChartPlace = {
  isFirst: boolean;
  isChosen: boolean;
  /** Where the tools of the chosen chart are shown; null before they are in the page. */
  toolbarAt: HTMLElement | null;
  railAt: HTMLElement | null;
  /** What the next press on any of the charts draws. */
  tool: DrawingTool | null;
  onTool: (tool: DrawingTool | null) => void;
  /** Over the chart: what it shows. */
  header: ReactNode;
};

/** The live chart of one instrument. It fills its parent, which must have a height. */
export function StreamingChart(props: Props) {
  const { instrument, isFeedShown = true, userId = null, cell } = props;
  const { symbol, priceScale, tickSize } = instrument;
  const t = useTranslations("chart");
  const stores = useChartStores();
  const interval = usePersisted(stores.interval);
  const indicators = usePersisted(stores.indicators);
  const { style, scale, zone: zoneChoice, hasCountdown, compare } = usePersisted(stores.choices);
  const keys = usePersisted(keyBindings);
  const zone = resolveZone(zoneChoice);
  const [ownTool, setOwnTool] = useState<DrawingTool | null>(null);
  const tool = cell ? cell.tool : ownTool;
  const setTool = cell?.onTool ?? setOwnTool;
  const [isComparing, setComparing] = useState(false);
  const [session, setSession] = useState<ChartSession | null>(null);
  const frame = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const fullScreen = useFullScreen(frame);
  const menu = useChartMenu({ session, instrument, isOn: userId !== null });
  const chooseTool = (next: DrawingTool | null) => {
    // A press on the chart before the layer is there would not draw.
    void loadDrawingLayer().finally(() => setTool(next));
  };
  const drawing =
    userId === null ? null : { owner: { userId, symbol }, priceScale, tool, onTool: chooseTool };
  const compared = userId === null || compare === symbol ? null : compare;
  const title = `${symbol} ${INTERVAL_TEXT[interval]}`;

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    let made: ChartSession | null = null;
    // A separate task, so that the page can respond between rendering the surroundings and the chart.
    const timer = setTimeout(() => {
      made = new ChartSession(element);
      setSession(made);
    });
    return () => {
      clearTimeout(timer);
      made?.dispose();
    };
  }, []);

  useEffect(() => {
    session?.show({ symbol, interval, instrument: { priceScale, tickSize } });
  }, [session, symbol, interval, priceScale, tickSize]);

  useEffect(() => {
    // One that another version saved may have no name here.
    const known = indicators.filter(({ kind }) => t.has(`indicator.kind.${kind}`));
    const titled = known.map((one) => ({
      ...one,
      title: [t(`indicator.kind.${one.kind}`), ...one.values].join(" "),
    }));
    session?.view.setIndicators(titled);
  }, [session, indicators, t]);
  useEffect(
    () => (compared === null ? undefined : session?.compare({ symbol: compared, interval })),
    [session, compared, interval],
  );
  useEffect(() => session?.view.setScale(scale), [session, scale]);
  useEffect(() => session?.view.setStyle(style), [session, style]);
  useEffect(() => session?.view.setZone(zone), [session, zone]);

  const openAlerts = ({ readLast }: ChartSession) => {
    const last = readLast()?.close;
    alertsSheet.open({ symbol, level: last === undefined ? null : last.toFixed(priceScale) });
  };
  const handleKey = (event: KeyboardEvent) => {
    if (!session || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = findKeyAction(event.key);
    const isAlert = action === "alert" && userId !== null;
    const fit = action === "fit" ? (shown: ChartSession) => shown.view.fit() : null;
    const act = isAlert ? openAlerts : (fit ?? KEYS[event.key]);
    if (!act) return;
    event.preventDefault();
    act(session);
  };

  const toolbar = (
    <ChartToolbar
      interval={interval}
      hasLayouts={cell !== undefined && !fullScreen.isOn}
      isFullScreen={fullScreen.isOn}
      isFeedShown={isFeedShown}
      drawing={drawing}
      onCompare={userId === null || fullScreen.isOn ? null : () => setComparing(true)}
      onAlerts={userId === null ? null : () => alertsSheet.open({ symbol, level: null })}
      onInterval={stores.interval.write}
      onFit={() => session?.view.fit()}
      onPicture={() => {
        if (session && frame.current) void savePicture(session, frame.current, { symbol, interval });
      }}
      onFullScreen={fullScreen.toggle}
    />
  );
  const rail = drawing && <DrawingRail {...drawing} />;
  const isAlone = cell === undefined || fullScreen.isOn;

  return (
    <section
      ref={frame}
      data-tour={cell && !cell.isFirst ? undefined : "chart"}
      aria-label={t("label", { symbol })}
      className="flex h-full min-h-0 flex-col bg-panel"
    >
      {isAlone ? toolbar : cell.header}
      {!isAlone && cell.isChosen && cell.toolbarAt && createPortal(toolbar, cell.toolbarAt)}
      {!isAlone && cell.isChosen && cell.railAt && createPortal(rail, cell.railAt)}
      <div className="flex min-h-0 flex-1">
        {isAlone && rail}
        <div className="relative min-w-0 flex-1">
          <div
            ref={canvas}
            role="application"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the drawing is worked by keys
            tabIndex={0}
            aria-label={t("canvas", { title, key: keys.fit.toUpperCase() })}
            // The canvases inside would cover its own outline.
            className="after:-outline-offset-2 absolute inset-0 outline-none after:pointer-events-none after:absolute after:inset-0 after:z-10 after:outline-accent focus-visible:after:outline-2"
            onKeyDown={handleKey}
            onContextMenu={menu.open}
          />
          {session ? (
            <>
              <ChartLegend session={session} title={title} priceScale={priceScale} zone={zone} />
              {hasCountdown && <CandleCountdown session={session} interval={interval} />}
              {userId !== null && (
                <>
                  <LazyTradingLayer
                    session={session}
                    instrument={instrument}
                    interval={interval}
                    menu={menu}
                  />
                  <UsedDrawings
                    key={symbol}
                    view={session.view}
                    instrument={instrument}
                    owner={{ userId, symbol }}
                    tool={tool}
                    onDrawn={() => setTool(null)}
                    hasUndo={cell?.isChosen ?? true}
                  />
                </>
              )}
              {isComparing && <ComparePicker symbol={symbol} onClose={() => setComparing(false)} />}
              <ChartOverlay session={session} symbol={symbol} />
              <ChartSummary session={session} title={title} priceScale={priceScale} />
            </>
          ) : (
            <ChartSkeleton />
          )}
        </div>
      </div>
    </section>
  );
}

async function savePicture(
  { view }: ChartSession,
  frame: HTMLElement,
  subject: { symbol: string; interval: Interval },
): Promise<void> {
  const { saveChartPicture } = await import("@/components/terminal/chart/menu/chart-menu-parts");
  saveChartPicture(view, frame, subject);
}

/** The layer of drawings, loaded once there is a drawing or a tool. */
function UsedDrawings(props: ComponentProps<typeof DrawingLayer>) {
  const isUsed = usePersisted(getDrawings(props.owner)).length > 0 || props.tool !== null;
  const [wasUsed, setWasUsed] = useState(isUsed);
  // It stays with its keys for undoing, also of a removal.
  if (isUsed && !wasUsed) setWasUsed(true);
  return isUsed || wasUsed ? <DrawingLayer {...props} /> : null;
}

const KEYS: Record<string, (session: ChartSession) => void> = {
  "+": (session) => session.view.zoom(0.8),
  "=": (session) => session.view.zoom(0.8),
  "-": (session) => session.view.zoom(1.25),
  ArrowLeft: (session) => session.view.scroll(-0.1),
  ArrowRight: (session) => session.view.scroll(0.1),
};
