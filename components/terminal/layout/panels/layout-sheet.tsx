"use client";

import { useTranslations } from "next-intl";
import { CHART_COUNTS, chartGrid } from "@/components/terminal/chart/grid/chart-grid-choice";
import { arranging } from "@/components/terminal/layout/panels/arranging";
import { deskPanels, PANELS, placeOf } from "@/components/terminal/layout/panels/desk-panels";
import { PlaceSelect } from "@/components/terminal/layout/panels/place-select";
import {
  applyLayout,
  removeLayout,
  resetPanels,
  savedLayouts,
  saveLayout,
} from "@/components/terminal/layout/panels/saved-layouts";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/form/segmented";
import { NamedList } from "@/components/ui/named-list";
import { usePersisted } from "@/lib/client/persisted";

/** How many charts are shown, where the panels are, and the layouts saved under names. */
export function LayoutSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations("terminal.layout");
  const desk = useTranslations("terminal.desk");
  const grid = useTranslations("chart.grid");
  const charts = usePersisted(chartGrid);
  const panels = usePersisted(deskPanels);
  const layouts = usePersisted(savedLayouts);
  return (
    <>
      <Segmented
        label={grid("label")}
        value={String(charts.count)}
        options={CHART_COUNTS.map((count) => [String(count), grid("count", { count })])}
        onChange={(chosen) =>
          chartGrid.write({ ...charts, count: CHART_COUNTS.find((one) => String(one) === chosen) ?? 1 })
        }
      />
      <section aria-label={desk("panels")} className="grid gap-1.5 border-t pt-2">
        <h3 className="text-text-3">{desk("panels")}</h3>
        {PANELS.map((panel) => (
          <div key={panel} className="flex items-center justify-between gap-2">
            {desk(panel)}
            <PlaceSelect panel={panel} place={placeOf(panels, panel)} />
          </div>
        ))}
        <div className="flex gap-1">
          <Button
            variant="outline"
            className="flex-1"
            onClick={() => {
              onClose();
              arranging.write(true);
            }}
          >
            {t("arrange")}
          </Button>
          <Button variant="outline" onClick={resetPanels}>
            {t("reset")}
          </Button>
        </div>
      </section>
      <div className="border-t pt-2">
        <NamedList
          title={t("saved")}
          names={layouts.map(({ name }) => name)}
          texts={{
            empty: t("none"),
            name: t("name"),
            save: t("save"),
            apply: (name) => t("apply", { name }),
            remove: (name) => t("remove", { name }),
          }}
          onApply={applyLayout}
          onRemove={removeLayout}
          onSave={saveLayout}
        />
      </div>
    </>
  );
}
