import { ContentDesk } from "@/components/admin/content-desk";

export default function ContentPage() {
  return <ContentDesk />;
}
