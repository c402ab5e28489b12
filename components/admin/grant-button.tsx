"use client";

import { useState } from "react";
import { ReasonButton } from "@/components/admin/reason-button";
import { Field } from "@/components/ui/field";
import { readNumber } from "@/lib/client/orders/read-number";
import { toNumber } from "@/lib/core/decimal";
import { PRODUCTS, type ProductId } from "@/lib/schemas/products";

/** Gives a tier for some days, or a challenge. */
export function GrantButton(props: {
  onGrant: (grant: { product: string; days: number | null }) => (reason: string) => Promise<void>;
}) {
  const [product, setProduct] = useState<ProductId>("pro");
  const [text, setText] = useState("30");
  const reading = readNumber(text);
  const days = "value" in reading ? toNumber(reading.value) : Number.NaN;
  const isWhole = Number.isInteger(days) && days >= 1 && days <= 3_650;
  const isTier = PRODUCTS[product].kind === "tier";
  return (
    <ReasonButton
      label="Grant"
      title="Grant a product"
      consequence="It counts at once, and can be taken back as long as it is not used."
      // The server also rejects what is not a whole number.
      act={props.onGrant({ product, days: isTier ? (isWhole ? days : 0) : null })}
    >
      <label className="flex flex-col gap-1 text-xs">
        Product
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
          label="Days"
          inputMode="numeric"
          value={text}
          onChange={(event) => setText(event.target.value)}
          {...(isWhole ? {} : { error: "A whole number from 1 to 3,650." })}
        />
      )}
    </ReasonButton>
  );
}
