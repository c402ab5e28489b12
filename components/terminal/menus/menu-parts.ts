/** What is inside the menus and pop-ups of the desk, as one chunk: each of its own would cost the first load its name. */
export { LayoutSheet } from "@/components/terminal/layout/panels/layout-sheet";
export { AccountMenuItems } from "@/components/terminal/menus/account-menu-items";
export { AppearanceMenuItems } from "@/components/terminal/menus/appearance-menu-items";
export { ConnectionSheet } from "@/components/terminal/menus/connection-sheet";
export { PortfolioMenuItems } from "@/components/terminal/menus/portfolio-menu-items";
export { TicketSettingsSheet } from "@/components/terminal/order/ticket-settings-sheet";
export { readPageBytes } from "@/lib/client/stream/read-page-bytes";
