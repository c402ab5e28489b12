"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { showToast } from "@/components/terminal/notifications/toast-queue";
import { formatFixed, NO_VALUE } from "@/lib/client/format";
import { readPositive } from "@/lib/client/numbers/read-number";
import { explainNumber } from "@/lib/client/orders/problem-text";
import { formatDecimal } from "@/lib/core/decimal";

/** A figure edited in place: press, type, Enter. An empty value removes it where that is allowed. */
export function EditablePrice(props: {
  label: string;
  value: string | null;
  digits: number;
  isRemovable?: boolean;
  /** Returns the error, or null on success. */
  onSave: (value: string | null) => Promise<string | null>;
}) {
  const { label, value, digits, isRemovable, onSave } = props;
  const t = useTranslations("terminal");
  const problemText = useTranslations("terminal.problem");
  const [draft, setDraft] = useState<string | null>(null);
  const isSaving = useRef(false);
  const save = async () => {
    if (draft === null || isSaving.current) return;
    const text = draft.trim();
    if (text === "" && !isRemovable) return setDraft(null);
    const reading = text === "" ? null : readPositive(text);
    if (reading !== null && !("value" in reading)) {
      const description = explainNumber(reading, { wrong: (t) => t("number") })(problemText);
      showToast((toast) => toast.error(t("action.failed.invalid", { label }), { description }));
      return;
    }
    const next = reading === null ? null : formatDecimal(reading.value);
    if (next === value) return setDraft(null);
    isSaving.current = true;
    const problem = await onSave(next);
    isSaving.current = false;
    if (problem === null) setDraft(null);
  };
  if (draft === null) {
    const shown = value === null ? t("edit.set") : formatFixed(value, digits);
    return (
      <button
        type="button"
        aria-label={value === null ? t("edit.none", { label }) : t("edit.value", { label, value: shown })}
        onClick={() => setDraft(value ?? "")}
        className="num rounded border-transparent border-b border-dashed px-0.5 text-text-2 hover:border-line-strong hover:text-text"
      >
        {shown}
      </button>
    );
  }
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that had the focus
      autoFocus
      aria-label={label}
      inputMode="decimal"
      autoComplete="off"
      value={draft}
      placeholder={isRemovable ? NO_VALUE : ""}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => !isSaving.current && setDraft(null)}
      onKeyDown={(event) => {
        if (event.key === "Enter") void save();
        if (event.key === "Escape") {
          event.stopPropagation();
          setDraft(null);
        }
      }}
      className="num h-6 w-[92px] rounded border border-accent bg-bg px-1 text-right text-text outline-none"
    />
  );
}
