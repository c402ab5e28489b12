"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { type LoadedReplay, loadReplay } from "@/components/lab/replay/load-replay";
import { PastReplays } from "@/components/lab/replay/past-replays";
import { ReplayAccount } from "@/components/lab/replay/replay-account";
import { ReplayChart } from "@/components/lab/replay/replay-chart";
import { ReplayControls } from "@/components/lab/replay/replay-controls";
import { ReplayResult } from "@/components/lab/replay/replay-result";
import type { ReplaySettings } from "@/components/lab/replay/replay-settings";
import { ReplaySetup } from "@/components/lab/replay/replay-setup";
import { ReplayTicket } from "@/components/lab/replay/replay-ticket";
import { useKeptReplay } from "@/components/lab/replay/use-kept-replay";
import { useReplayPlayer } from "@/components/lab/replay/use-replay-player";
import { Panel } from "@/components/shell/panel";
import { explainReason } from "@/components/terminal/order/explain-reason";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/form/segmented";
import { Notice } from "@/components/ui/notice";
import { formatMinute } from "@/lib/client/format";
import { fromNumber, type Qty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { LabError } from "@/lib/lab/lab-error";
import { canAdvance } from "@/lib/lab/replay/advance-replay";
import type { GivenTrade } from "@/lib/lab/replay/given-trade";
import { createReplay, type Replay, replayTime } from "@/lib/lab/replay/replay";
import { decodeRecord, restoreReplay } from "@/lib/lab/replay/restore-replay";
import { toReplayReport } from "@/lib/lab/replay/to-replay-report";
import { tradeInReplay } from "@/lib/lab/replay/trade-in-replay";

const DAY_MS = 86_400_000;
const BARS = ["1", "5", "15", "60"] as const;

/** Choose a recorded day, trade it minute by minute, and see how it ended. */
export function ReplayDesk({ given }: { given: GivenTrade | null }) {
  const t = useTranslations("lab.replay");
  const tTerminal = useTranslations("terminal");
  const [settings, setSettings] = useState(() => firstSettings(given));
  const [progress, setProgress] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [session, setSession] = useState<SessionState | null>(null);

  const start = async (chosen: ReplaySettings) => {
    setFault(null);
    setProgress(t("setup.loading", { percent: "0" }));
    try {
      const loaded = await loadReplay(chosen, {
        signal: new AbortController().signal,
        onProgress: (share) => setProgress(t("setup.loading", { percent: String(Math.round(share * 100)) })),
      });
      const replay = beginReplay(loaded, chosen.kept, (reason) => explainReason(reason, tTerminal));
      setSession({ replay, loaded, settings: chosen });
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
    setProgress(null);
  };

  if (session !== null) {
    return <Session key={session.loaded.startMs} {...session} onEnd={() => setSession(null)} />;
  }
  return (
    <>
      <p className="max-w-3xl text-[13px] text-text-2">{t("intro")}</p>
      <Panel title={t("setup.title")}>
        <ReplaySetup
          settings={settings}
          onChange={setSettings}
          progress={progress}
          onStart={() => void start(settings)}
        />
        {fault !== null && <Notice tone="warn">{fault}</Notice>}
      </Panel>
      {given === null && (
        <PastReplays onOpen={(replay, goesOn) => void start(toSettings(settings, { replay, goesOn }))} />
      )}
    </>
  );
}

type SessionState = { replay: Replay; loaded: LoadedReplay; settings: ReplaySettings };

function Session({ replay, loaded, settings, onEnd }: SessionState & { onEnd: () => void }) {
  const t = useTranslations("lab.replay");
  const tTerminal = useTranslations("terminal");
  const player = useReplayPlayer(replay);
  const [minutes, setMinutes] = useState<(typeof BARS)[number]>("5");
  const [second, setSecond] = useState<(typeof BARS)[number] | "">("");
  const [rejection, setRejection] = useState<string | null>(null);
  const report = toReplayReport(replay);
  useKeptReplay({ replay, loaded, settings }, player);
  const canPlay = canAdvance(replay);
  const isOver = report.outcome !== "running";
  const title = t("chart.title", {
    symbol: replay.instrument.symbol,
    time: formatMinute(replayTime(replay)),
  });
  const command = (given: Command) => {
    const reason = tradeInReplay(replay, given);
    setRejection(reason === null ? null : explainReason(reason, tTerminal));
    player.changed();
  };
  return (
    <>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <section className="panel flex min-w-0 flex-col gap-3 p-4">
          <div className="flex flex-wrap items-center gap-3">
            <h2 className="num flex-1 font-semibold text-sm">{title}</h2>
            <Segmented
              label={t("chart.interval")}
              value={minutes}
              options={BARS.map((name) => [name, t(`chart.bar.${name}`)] as const)}
              onChange={setMinutes}
            />
            <Segmented
              label={t("chart.second")}
              value={second}
              options={[
                ["", t("chart.one")],
                ...BARS.map((name) => [name, `+ ${t(`chart.bar.${name}`)}`] as const),
              ]}
              onChange={setSecond}
            />
          </div>
          {[minutes, ...(second === "" ? [] : [second])].map((interval, index) => (
            <ReplayChart
              // biome-ignore lint/suspicious/noArrayIndexKey: the first and the second chart
              key={index}
              replay={replay}
              given={loaded.given}
              version={player.version}
              isPlaying={player.isPlaying}
              minutes={Number(interval)}
              label={`${title} · ${t(`chart.bar.${interval}`)}`}
            />
          ))}
          <ReplayControls player={player} canPlay={canPlay} barMinutes={Number(minutes)} />
          <p className="text-text-3 text-xs">{t("chart.note")}</p>
        </section>
        <section aria-label={t("account.title")} className="panel flex flex-col gap-4 p-4">
          <ReplayTicket
            replay={replay}
            isOpen={!isOver}
            onSubmit={(order) => command({ type: "submit", order })}
          />
          {rejection !== null && <Notice tone="warn">{rejection}</Notice>}
          <ReplayAccount replay={replay} report={report} onCommand={command} />
        </section>
      </div>
      {(isOver || !canPlay) && <ReplayResult replay={replay} report={report} loaded={loaded} />}
      <div>
        <Button variant="outline" size="md" onClick={onEnd}>
          {t("another")}
        </Button>
      </div>
    </>
  );
}

/** A new replay, or one that was left. @throws LabError when the given trade's position can't be opened */
function beginReplay(
  loaded: LoadedReplay,
  kept: ReplaySettings["kept"],
  explain: (reason: RejectReason) => string,
): Replay {
  if (kept?.goesOn) return restoreReplay(loaded.input, decodeRecord(kept.replay.record));
  const replay = createReplay(loaded.input);
  const reason = openGiven(replay, loaded);
  if (reason !== null) throw new LabError(explain(reason));
  return replay;
}

function toSettings(settings: ReplaySettings, kept: NonNullable<ReplaySettings["kept"]>): ReplaySettings {
  const { days, isBlind, planId, balance, leverage } = kept.replay;
  return { ...settings, days, isBlind, planId, balance, leverage, file: null, kept };
}

/** Orders the position of the given trade at the market, where the replay begins with it. */
function openGiven(replay: Replay, { given, opensGiven }: LoadedReplay): RejectReason | null {
  if (given === null || !opensGiven) return null;
  return tradeInReplay(replay, {
    type: "submit",
    order: {
      orderId: "given",
      symbol: replay.instrument.symbol,
      side: given.side === "long" ? "buy" : "sell",
      kind: "market",
      qty: fromNumber(given.qty) as Qty,
    },
  });
}

/** The day before yesterday is whole in every time zone. */
function firstSettings(given: GivenTrade | null): ReplaySettings {
  return {
    given,
    opensGiven: false,
    kept: null,
    symbol: given?.symbol ?? "BTCUSDT",
    date: new Date(Date.now() - 2 * DAY_MS).toISOString().slice(0, 10),
    days: 1,
    isBlind: false,
    planId: "",
    balance: 10_000,
    leverage: 10,
    file: null,
  };
}
