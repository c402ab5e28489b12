"use client";

import { useTranslations } from "next-intl";
import {
  type DeskPanel,
  type DeskPlace,
  movePanel,
  PLACES,
} from "@/components/terminal/layout/panels/desk-panels";
import { Select } from "@/components/ui/form/select";

/** Chooses where a panel is. `place` is null while it is closed. */
export function PlaceSelect({ panel, place }: { panel: DeskPanel; place: DeskPlace | null }) {
  const t = useTranslations("terminal.layout");
  const desk = useTranslations("terminal.desk");
  return (
    <Select
      aria-label={t("placeOf", { panel: desk(panel) })}
      value={place ?? CLOSED}
      onChange={({ target }) => movePanel(panel, PLACES.find((one) => one === target.value) ?? null)}
    >
      {PLACES.map((one) => (
        <option key={one} value={one}>
          {t(`place.${one}`)}
        </option>
      ))}
      <option value={CLOSED}>{t("closed")}</option>
    </Select>
  );
}

const CLOSED = "closed";
