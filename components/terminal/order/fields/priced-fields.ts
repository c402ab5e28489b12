/** The fields of orders other than market orders, as one chunk. */
export { ExpiryField } from "@/components/terminal/order/fields/expiry-field";
export { PriceFields } from "@/components/terminal/order/fields/price-fields";
