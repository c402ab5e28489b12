"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ReasonButton } from "@/components/admin/reason-button";
import { Field } from "@/components/ui/form/field";
import { readNumber } from "@/lib/client/numbers/read-number";
import { toNumber } from "@/lib/core/decimal";
import { PRODUCTS, type ProductId } from "@/lib/schemas/products";

/** Gives a tier for some days, or a challenge. */
export function GrantButton(props: {
  onGrant: (grant: { product: string; days: number | null }) => (reason: string) => Promise<void>;
}) {
  const t = useTranslations("admin.grant");
  const [product, setProduct] = useState<ProductId>("pro");
  const [text, setText] = useState("30");
  const reading = readNumber(text);
  const days = "value" in reading ? toNumber(reading.value) : Number.NaN;
  const isWhole = Number.isInteger(days) && days >= 1 && days <= 3_650;
  const isTier = PRODUCTS[product].kind === "tier";
  return (
    <ReasonButton
      label={t("submit")}
      title={t("title")}
      consequence={t("consequence")}
      // The server also rejects what is not a whole number.
      act={props.onGrant({ product, days: isTier ? (isWhole ? days : 0) : null })}
    >
      <label className="flex flex-col gap-1 text-xs">
        {t("product")}
        <select
          className="h-7 rounded border border-line bg-bg px-2"
          value={product}
          onChange={(event) => setProduct(event.target.value as ProductId)}
        >
          {Object.entries(PRODUCTS).map(([id, { name }]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {isTier && (
        <Field
          label={t("days")}
          inputMode="numeric"
          value={text}
          onChange={(event) => setText(event.target.value)}
          {...(isWhole ? {} : { error: t("wrongDays") })}
        />
      )}
    </ReasonButton>
  );
}
