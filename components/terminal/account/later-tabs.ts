/** The tabs that the account panel does not begin with, as one chunk. */
export { EventsTable } from "@/components/terminal/account/tables/events-table";
export { FillsTable } from "@/components/terminal/account/tables/fills-table";
export { HistoryTable } from "@/components/terminal/account/tables/history-table";
export { OrdersTab } from "@/components/terminal/account/tables/orders-tab";
