import { useTranslations } from "next-intl";
import { Panel } from "@/components/shell/panel";
import { formatFixed, formatMinute } from "@/lib/client/format";
import type { RunChecks } from "@/lib/lab/checks/check-run";
import { medianOf } from "@/lib/lab/statistics/moments";

/** Chances below this count as more than luck. */
const SIGNIFICANT = 0.05;

/** Whether a run can be trusted: each check as a sentence, with a mark for good or bad. */
export function CheckPanel({ checks, fault }: { checks: RunChecks | null; fault: string | null }) {
  const t = useTranslations("lab.checks");
  return (
    <Panel title={t("title")} note={t("note")}>
      {fault !== null && <p className="text-warn text-xs">{fault}</p>}
      {checks === null && fault === null && <p className="text-text-3 text-xs">{t("running")}</p>}
      {checks !== null && (
        <ul className="flex flex-col gap-2 text-xs">
          <LookAheadItem checks={checks} />
          <WarmUpItem checks={checks} />
          <RandomEntryItem checks={checks} />
          <SignalItem checks={checks} />
          <PositionItem checks={checks} />
          <ScenarioItem checks={checks} />
        </ul>
      )}
    </Panel>
  );
}

function Item({ isGood, name, text }: { isGood: boolean; name: string; text: string }) {
  const t = useTranslations("lab.checks");
  return (
    <li className="grid gap-x-3 sm:grid-cols-[10rem_1fr]">
      <span className="font-medium">
        <span aria-hidden className={isGood ? "text-up" : "text-warn"}>
          ●{" "}
        </span>
        {name}
        <span className="sr-only">: {isGood ? t("good") : t("bad")}</span>
      </span>
      <span className="text-text-2">{text}</span>
    </li>
  );
}

function LookAheadItem({ checks: { lookAhead } }: { checks: RunChecks }) {
  const t = useTranslations("lab.checks.lookAhead");
  const { difference, cuts } = lookAhead;
  const text =
    difference === null
      ? t("none", { count: cuts })
      : t("found", { time: formatMinute(difference.cutMs), order: difference.order });
  return <Item isGood={difference === null} name={t("name")} text={text} />;
}

function WarmUpItem({ checks: { warmUp } }: { checks: RunChecks }) {
  const t = useTranslations("lab.checks.warmUp");
  const most = warmUp.at(-1);
  const changed = Math.max(...warmUp.map((row) => row.changed));
  const found = { bars: String(most?.warmUpCandles ?? 0), minutes: String(most?.minutes ?? 0) };
  const text = changed === 0 ? t("none", found) : t("changed", { ...found, count: changed });
  return <Item isGood={changed === 0} name={t("name")} text={text} />;
}

function RandomEntryItem({ checks: { randomEntries } }: { checks: RunChecks }) {
  const t = useTranslations("lab.checks.randomEntries");
  if (randomEntries === null) return <Item isGood={false} name={t("name")} text={t("none")} />;
  const { p, actual, median, runs } = randomEntries;
  const text = t("text", {
    runs: String(runs),
    p: formatFixed(p, 3),
    actual: formatFixed(actual, 2),
    median: formatFixed(median, 2),
  });
  return <Item isGood={p < SIGNIFICANT} name={t("name")} text={text} />;
}

function SignalItem({ checks: { signal } }: { checks: RunChecks }) {
  const t = useTranslations("lab.checks.signal");
  const text = t("text", {
    bars: String(signal.bars),
    mean: formatFixed(signal.mean * 10_000, 3),
    p: formatFixed(signal.p, 3),
  });
  return <Item isGood={signal.p < SIGNIFICANT} name={t("name")} text={text} />;
}

function PositionItem({ checks: { positions } }: { checks: RunChecks }) {
  const t = useTranslations("lab.checks.positions");
  if (positions === null) return <Item isGood={false} name={t("name")} text={t("none")} />;
  const { orders, mean, p } = positions;
  const text = t("text", {
    orders: String(orders),
    mean: formatFixed(mean * 10_000, 3),
    p: formatFixed(p, 3),
  });
  return <Item isGood={p < SIGNIFICANT} name={t("name")} text={text} />;
}

function ScenarioItem({ checks: { scenarios, original } }: { checks: RunChecks }) {
  const t = useTranslations("lab.checks.scenarios");
  const nets = scenarios.map(({ net }) => net);
  const worse = nets.filter((net) => net < original.net).length;
  const text = t("text", {
    count: String(scenarios.length),
    worse: String(worse),
    median: formatFixed(medianOf(nets), 2),
    worst: formatFixed(Math.min(...nets), 2),
    drawdown: formatFixed(Math.min(...scenarios.map(({ maxDrawdown }) => maxDrawdown)), 2),
  });
  return <Item isGood={(medianOf(nets) ?? 0) > 0} name={t("name")} text={text} />;
}
