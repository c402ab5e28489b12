"use client";

import type { Viewer } from "@/components/terminal/menus/viewer";
import { FormSkeleton } from "@/components/terminal/order/form-skeleton";
import { SignedOutForm } from "@/components/terminal/order/signed-out-form";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import type { InstrumentDto } from "@/lib/schemas/market/market";

const Form = lazyPart(
  () => import("@/components/terminal/layout/trading-parts").then((module) => module.OrderForm),
  { failure: "inline", loading: FormSkeleton },
);

/** The order form, loaded separately for signed-in users. */
export function LazyOrderForm({ instrument, viewer }: { instrument: InstrumentDto; viewer: Viewer | null }) {
  return viewer ? <Form instrument={instrument} /> : <SignedOutForm symbol={instrument.symbol} />;
}
