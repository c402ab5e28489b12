"use client";

import { useTranslations } from "next-intl";
import type { OrderFormState } from "@/components/terminal/order/use-order-draft";
import { Select } from "@/components/ui/form/select";

const HOUR_MS = 3_600_000;
const CHOICES = [
  ["never", null],
  ["hour", HOUR_MS],
  ["hours", 4 * HOUR_MS],
  ["day", 24 * HOUR_MS],
  ["week", 7 * 24 * HOUR_MS],
  ["month", 30 * 24 * HOUR_MS],
] as const;

/** When an order that is still open expires. */
export function ExpiryField({ form }: { form: OrderFormState }) {
  const t = useTranslations("terminal.ticket");
  const { draft, change } = form;
  return (
    <div className="flex items-center justify-between">
      <label htmlFor="order-expiry" className="text-text-3">
        {t("expires")}
      </label>
      <Select
        id="order-expiry"
        value={String(draft.expiresInMs)}
        onChange={(event) => {
          const chosen = CHOICES.find(([, ms]) => String(ms) === event.target.value);
          change({ expiresInMs: chosen?.[1] ?? null });
        }}
      >
        {CHOICES.map(([name, ms]) => (
          <option key={name} value={String(ms)}>
            {t(`expiry.${name}`)}
          </option>
        ))}
      </Select>
    </div>
  );
}
