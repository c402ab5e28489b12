import type { Metadata } from "next";
import { ForgotPasswordForm } from "@/components/account/password-forms";

export const metadata: Metadata = { title: "Forgot the password" };

export default function ForgotPasswordPage() {
  return <ForgotPasswordForm />;
}
