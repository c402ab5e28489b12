import { useTranslations } from "next-intl";
import { Panel } from "@/components/shell/panel";
import { Button } from "@/components/ui/button";
import { WideContent } from "@/components/ui/wide-content";
import { formatMinute, formatPercent } from "@/lib/client/format";
import { dropReplay, KEPT_REPLAYS, type KeptReplay, keepReplay } from "@/lib/client/lab/replay-store";
import { usePersisted } from "@/lib/client/persisted";
import { findPlan } from "@/lib/core/challenge/plans";

const CELL = "px-2 py-1";
const LONGEST_NOTE = 500;

/** The replays that this browser has kept: to go on with, to do again, and to note what was learnt. */
export function PastReplays({ onOpen }: { onOpen: (replay: KeptReplay, goesOn: boolean) => void }) {
  const t = useTranslations("lab.replay.past");
  const replays = usePersisted(KEPT_REPLAYS);
  if (replays.length === 0) return null;
  return (
    <Panel title={t("title")} note={t("note")}>
      <WideContent label={t("title")}>
        <table className="w-full text-left text-xs">
          <thead className="text-text-3">
            <tr>
              {(["what", "plan", "outcome", "change", "trades", "noted", "actions"] as const).map(
                (column) => (
                  <th key={column} scope="col" className={`${CELL} font-normal`}>
                    {t(`column.${column}`)}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {replays.map((replay) => (
              <Row key={replay.id} replay={replay} onOpen={onOpen} />
            ))}
          </tbody>
        </table>
      </WideContent>
    </Panel>
  );
}

function Row({
  replay,
  onOpen,
}: {
  replay: KeptReplay;
  onOpen: (replay: KeptReplay, goesOn: boolean) => void;
}) {
  const t = useTranslations("lab.replay.past");
  const { outcome, isBlind, isRewound } = replay;
  const isRunning = outcome === "running";
  // What a blind replay hides stays hidden until it has ended.
  const what = isBlind && isRunning ? t("blind") : `${replay.symbol} ${formatMinute(replay.startMs)}`;
  return (
    <tr className="border-line border-t">
      <th scope="row" className={`${CELL} whitespace-nowrap font-normal`}>
        {what}
      </th>
      <td className={CELL}>{findPlan(replay.planId)?.name ?? "–"}</td>
      <td className={`${CELL} whitespace-nowrap`}>
        {t(`outcome.${outcome}`)}
        {isRewound && ` · ${t("rewound")}`}
      </td>
      <td className={`num ${CELL}`}>{formatPercent(replay.change)}</td>
      <td className={`num ${CELL}`}>{replay.trades}</td>
      <td className={CELL}>
        <input
          aria-label={t("noteOf", { what })}
          className="h-7 w-48 rounded border border-line bg-bg px-2"
          maxLength={LONGEST_NOTE}
          defaultValue={replay.note}
          onBlur={({ target }) =>
            target.value !== replay.note && keepReplay({ ...replay, note: target.value })
          }
        />
      </td>
      <td className={`${CELL} whitespace-nowrap`}>
        {isRunning && <Button onClick={() => onOpen(replay, true)}>{t("resume")}</Button>}
        <Button onClick={() => onOpen(replay, false)}>{t("again")}</Button>
        <Button aria-label={t("dropOf", { what })} onClick={() => dropReplay(replay.id)}>
          {t("drop")}
        </Button>
      </td>
    </tr>
  );
}
