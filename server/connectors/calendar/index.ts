export { createExpander } from "./create-expander";
export { createCalendarReader } from "./create-reader";
