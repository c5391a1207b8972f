import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** Everything that is counted. Labels come from closed sets: a label never carries what a client sent. */
export type Metrics = ReturnType<typeof createMetrics>;

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export function createMetrics(options: { processMetrics: boolean }) {
  const registry = new Registry();
  if (options.processMetrics) collectDefaultMetrics({ register: registry });
  const registers = [registry];

  return {
    commands: new Counter({ name: "parley_commands_total", help: "Socket commands answered, by name and code.", labelNames: ["command", "code"], registers }),
    commandSeconds: new Histogram({ name: "parley_command_seconds", help: "Time from a command's arrival to its answer.", labelNames: ["command"], buckets: SECONDS, registers }),
    requests: new Counter({ name: "parley_requests_total", help: "REST requests answered, by route and code.", labelNames: ["route", "code"], registers }),
    requestSeconds: new Histogram({ name: "parley_request_seconds", help: "Time from a REST request's arrival to its answer.", labelNames: ["route"], buckets: SECONDS, registers }),
    sockets: new Gauge({ name: "parley_sockets", help: "Sockets connected now.", registers }),
    handshakesRefused: new Counter({ name: "parley_handshakes_refused_total", help: "Socket handshakes refused, by code.", labelNames: ["code"], registers }),
    events: new Counter({ name: "parley_events_total", help: "Events told, by name; one for each telling, however many hear it.", labelNames: ["event"], registers }),
    messageBatch: new Histogram({ name: "parley_message_batch_size", help: "Messages stored by one commit.", buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256], registers }),
    pushes: new Counter({ name: "parley_web_pushes_total", help: "Web push messages, by what became of an attempt.", labelNames: ["outcome"], registers }),
    signIns: new Counter({ name: "parley_sign_ins_total", help: "Sign-in attempts, by way and outcome.", labelNames: ["way", "outcome"], registers }),

    /** The Prometheus text format, version 0.0.4. */
    async print(): Promise<{ contentType: string; text: string }> {
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
    registry,
  };
}
