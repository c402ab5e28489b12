import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { HeatmapTable } from "@/components/lab/heatmap-table";
import { LinePicture } from "@/components/shell/line-picture";
import { Panel } from "@/components/shell/panel";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/form/select";
import { WideContent } from "@/components/ui/wide-content";
import { formatFixed, formatPercent } from "@/lib/client/format";
import { buildHeatmap, type Heatmap } from "@/lib/lab/optimise/build-heatmap";
import type { TrialValues } from "@/lib/lab/optimise/choose-trials";
import type { Optimisation, RankedTrial } from "@/lib/lab/optimise/evaluate-trials";
import type { Hyperparameter } from "@/lib/lab/strategy/strategy-runtime";

const COUNTS = [50, 100, 200];
const SHOWN = 10;
const DAY_MS = 86_400_000;
const DAYS_A_YEAR = 365;

/** Tries values of the hyperparameters, and says what the best of them is worth. */
export function OptimisePanel(props: {
  parameters: readonly Hyperparameter[];
  optimisation: Optimisation | null;
  tried: number;
  isBusy: boolean;
  onOptimise: (count: number) => void;
  /** Takes a trial's values over into the settings. */
  onUse: (values: TrialValues) => void;
}) {
  const t = useTranslations("lab.optimise");
  const id = useId();
  const [count, setCount] = useState(COUNTS[0] ?? 0);
  const { optimisation } = props;
  return (
    <Panel title={t("title")} note={t("note")}>
      <div className="flex flex-wrap items-center gap-3 text-xs">
        <label htmlFor={id}>{t("count")}</label>
        <Select id={id} value={String(count)} onChange={(event) => setCount(Number(event.target.value))}>
          {COUNTS.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </Select>
        <Button variant="outline" size="md" disabled={props.isBusy} onClick={() => props.onOptimise(count)}>
          {t("start")}
        </Button>
      </div>
      {optimisation !== null && (
        <>
          <Worth optimisation={optimisation} tried={props.tried} />
          <Ranking ranked={optimisation.ranked} onUse={props.onUse} />
          <ParameterMap ranked={optimisation.ranked} parameters={props.parameters} />
          <WalkPicture optimisation={optimisation} />
        </>
      )}
    </Panel>
  );
}

/** Whether the best trial is more than the best of many. */
function Worth({ optimisation, tried }: { optimisation: Optimisation; tried: number }) {
  const t = useTranslations("lab.optimise.worth");
  const { ranked, deflated, overfit, walk, trainDays, testDays } = optimisation;
  const best = ranked[0];
  return (
    <ul className="flex list-disc flex-col gap-1 pl-4 text-text-2 text-xs">
      {best && (
        <li>
          {t("best", {
            train: formatFixed(best.trainSharpe, 2),
            trainDays: String(trainDays),
            test: formatFixed(best.testSharpe, 2),
            testDays: String(testDays),
          })}
        </li>
      )}
      <li>
        {deflated === null
          ? t("noDeflated")
          : t("deflated", {
              tried: String(tried),
              benchmark: formatFixed(deflated.benchmark, 2),
              probability: formatFixed(deflated.probability, 3),
            })}
      </li>
      <li>
        {overfit === null
          ? t("noOverfit")
          : t("overfit", {
              splits: String(overfit.logits.length),
              share: formatFixed(overfit.probability * 100, 0),
            })}
      </li>
      <li>
        {walk === null
          ? t("noWalk")
          : t("walk", {
              steps: String(walk.steps.length),
              sharpe: formatFixed(walk.sharpe * Math.sqrt(DAYS_A_YEAR), 2),
              t: formatFixed(walk.t, 2),
              efficiency: walk.efficiency === null ? "–" : formatFixed(walk.efficiency, 2),
            })}
      </li>
    </ul>
  );
}

function Ranking(props: { ranked: readonly RankedTrial[]; onUse: (values: TrialValues) => void }) {
  const t = useTranslations("lab.optimise.ranking");
  return (
    <WideContent label={t("title")}>
      <table className="w-full text-left text-xs">
        <thead className="text-text-3">
          <tr>
            {(["values", "trades", "trainSharpe", "trainReturn", "testSharpe", "testReturn"] as const).map(
              (column) => (
                <th key={column} scope="col" className="px-2 py-1 font-normal">
                  {t(column)}
                </th>
              ),
            )}
            <th scope="col" className="px-2 py-1">
              <span className="sr-only">{t("use")}</span>
            </th>
          </tr>
        </thead>
        <tbody className="num">
          {props.ranked.slice(0, SHOWN).map((trial) => (
            <tr key={trial.index} className="border-line border-t">
              <th scope="row" className="whitespace-nowrap px-2 py-1 font-normal">
                {Object.entries(trial.values)
                  .map(([name, value]) => `${name} ${value}`)
                  .join(", ")}
              </th>
              <td className="px-2 py-1">{trial.trades}</td>
              <td className="px-2 py-1">{formatFixed(trial.trainSharpe, 2)}</td>
              <td className="px-2 py-1">{formatPercent(trial.trainReturn)}</td>
              <td className="px-2 py-1">{formatFixed(trial.testSharpe, 2)}</td>
              <td className="px-2 py-1">{formatPercent(trial.testReturn)}</td>
              <td className="px-2 py-1">
                <Button onClick={() => props.onUse(trial.values)}>{t("use")}</Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideContent>
  );
}

function ParameterMap(props: { ranked: readonly RankedTrial[]; parameters: readonly Hyperparameter[] }) {
  const t = useTranslations("lab.optimise.map");
  const names = props.parameters.map(({ name }) => name);
  const [axes, setAxes] = useState({ row: names[0] ?? "", column: names[1] ?? names[0] ?? "" });
  const map = buildHeatmap(props.ranked, axes);
  if (map === null || names.length < 2) return null;
  return (
    <div className="flex flex-col gap-2 text-xs">
      <div className="flex flex-wrap items-center gap-2">
        <span>{t("title")}</span>
        {(["row", "column"] as const).map((axis) => (
          <Select
            key={axis}
            aria-label={t(axis)}
            value={axes[axis]}
            onChange={(event) => setAxes({ ...axes, [axis]: event.target.value })}
          >
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        ))}
      </div>
      <HeatmapTable map={map} axes={axes} />
      <p className="text-text-2">
        {map.plateau !== null
          ? t("plateau", { share: formatFixed(map.plateau, 2) })
          : t(isLosing(map) ? "losing" : "noPlateau")}
      </p>
    </div>
  );
}

function isLosing({ cells, best }: Heatmap): boolean {
  return (cells[best.row]?.[best.column] ?? 0) <= 0;
}

/** Growth of one unit over the stitched test windows. */
function WalkPicture({ optimisation: { walk } }: { optimisation: Optimisation }) {
  const t = useTranslations("lab.optimise.worth");
  if (walk === null) return null;
  let value = 100;
  const growth = [value, ...walk.stitched.map((one) => (value *= 1 + one))];
  return (
    <LinePicture
      label={t("stitched", { to: formatFixed(value, 2) })}
      atMs={growth.map((_, day) => day * DAY_MS)}
      lines={[{ name: t("stitchedLine"), tone: "accent", values: growth }]}
    />
  );
}
