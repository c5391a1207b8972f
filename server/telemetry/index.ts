export { createLogger, silentLogger, type Fields, type Logger, type LogLevel } from "./logger";
export { createMetrics, type Metrics } from "./metrics";
