"use client";

import dynamic from "next/dynamic";
import { FormSkeleton } from "@/components/terminal/order/form-skeleton";

/** The order form, loaded beside the market. */
export const OrderForm = dynamic(
  () => import("@/components/terminal/order/order-form").then((module) => module.OrderForm),
  { ssr: false, loading: FormSkeleton },
);
