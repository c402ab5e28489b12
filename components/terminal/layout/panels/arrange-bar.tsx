"use client";

import { useTranslations } from "next-intl";
import { arranging } from "@/components/terminal/layout/panels/arranging";
import { deskPanels, PANELS, placeOf } from "@/components/terminal/layout/panels/desk-panels";
import { PlaceSelect } from "@/components/terminal/layout/panels/place-select";
import { resetPanels } from "@/components/terminal/layout/panels/saved-layouts";
import { Button } from "@/components/ui/button";
import { usePersisted } from "@/lib/client/persisted";

/** Over the chart while panels are moved: how, which are closed, and the end of it. */
export function ArrangeBar() {
  const t = useTranslations("terminal.layout");
  const desk = useTranslations("terminal.desk");
  const panels = usePersisted(deskPanels);
  const closed = PANELS.filter((panel) => placeOf(panels, panel) === null);
  return (
    <div className="absolute inset-0 z-30 grid place-content-center gap-3 bg-bg/85 p-4 text-center">
      <p className="text-sm">{t("arrangeText")}</p>
      {closed.length > 0 && (
        <ul aria-label={t("closedPanels")} className="mx-auto grid gap-1.5">
          {closed.map((panel) => (
            <li key={panel} className="flex items-center justify-between gap-3">
              {desk(panel)}
              <PlaceSelect panel={panel} place={null} />
            </li>
          ))}
        </ul>
      )}
      <div className="flex justify-center gap-2">
        <Button variant="outline" onClick={resetPanels}>
          {t("reset")}
        </Button>
        <Button variant="solid" autoFocus onClick={() => arranging.write(false)}>
          {t("done")}
        </Button>
      </div>
    </div>
  );
}
