import type { Metadata } from "next";
import { VerifyEmail } from "@/components/account/verify-email";

export const metadata: Metadata = { title: "Your address" };

export default function VerifyEmailPage() {
  return <VerifyEmail />;
}
