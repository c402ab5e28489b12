import type { Metadata } from "next";
import { ResetPasswordForm } from "@/components/account/password-forms";

export const metadata: Metadata = { title: "A new password" };

export default function ResetPasswordPage() {
  return <ResetPasswordForm />;
}
