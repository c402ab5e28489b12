"use client";

import { useState } from "react";
import { ReasonButton } from "@/components/admin/reason-button";
import { Field } from "@/components/ui/field";
import { PRODUCTS, type ProductId } from "@/lib/schemas/products";

/** Gives a tier for some days, or a challenge. */
export function GrantButton(props: {
  onGrant: (grant: { product: string; days: number | null }) => (reason: string) => Promise<void>;
}) {
  const [product, setProduct] = useState<ProductId>("pro");
  const [days, setDays] = useState(30);
  const isTier = PRODUCTS[product].kind === "tier";
  return (
    <ReasonButton
      label="Grant"
      title="Grant a product"
      consequence="It counts at once, and can be taken back as long as it is not used."
      act={props.onGrant({ product, days: isTier ? days : null })}
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
          type="number"
          min={1}
          max={3650}
          value={days}
          onChange={(event) => setDays(Number(event.target.value))}
        />
      )}
    </ReasonButton>
  );
}
