/** Query parameters that select by the field of the same name, or of the name given here. */
const FIELDS: Record<string, string> = {
  messageId: "messageId",
  messageIds: "messageId",
  dlqId: "dlqId",
  dlqIds: "dlqId",
  state: "state",
  url: "url",
  topicName: "topicName",
  queueName: "queueName",
  scheduleId: "scheduleId",
  label: "label",
  flowControlKey: "flowControlKey",
  responseStatus: "responseStatus",
};

/** True when a shown message has, for every filter of the query, one of the wanted values. */
export function matchesFilter(shown: Record<string, unknown>, query: URLSearchParams): boolean {
  return Object.entries(FIELDS).every(([parameter, field]) => {
    const wanted = query.getAll(parameter).flatMap((text) => (field.endsWith("Id") ? text.split(",") : text));
    return wanted.length === 0 || wanted.includes(String(shown[field]));
  });
}
