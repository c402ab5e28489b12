/** What shows events, as one chunk: as several, each would contain the texts of all events. */
export { NotificationList, UnreadCounter } from "@/components/terminal/notifications/notification-list";
export { PortfolioToasts } from "@/components/terminal/notifications/portfolio-toasts";
