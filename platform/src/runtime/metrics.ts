import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

type Labels<L extends string> = { readonly [N in L]: string };
export type CountMetric<L extends string> = { add(labels: Labels<L>, by?: number): void };
export type GaugeMetric<L extends string> = { set(labels: Labels<L>, value: number): void };
export type HistogramMetric<L extends string> = { observe(labels: Labels<L>, value: number): void };
/** Prometheus metrics. Asking for a name again gives the same metric; labels must be few-valued (never an id). */
export interface Metrics {
  counter<const L extends string = never>(name: string, help: string, labels?: readonly L[]): CountMetric<L>;
  gauge<const L extends string = never>(name: string, help: string, labels?: readonly L[]): GaugeMetric<L>;
  /** A gauge that is read when somebody looks. */
  sampled(name: string, help: string, read: () => number): void;
  /** Seconds, from 0.5 ms to 10 s unless told otherwise. */
  histogram<const L extends string = never>(
    name: string,
    help: string,
    labels?: readonly L[],
    buckets?: readonly number[],
  ): HistogramMetric<L>;
  /** The text format, with its media type. */
  text(): Promise<{ readonly contentType: string; readonly body: string }>;
}
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** `process`: also CPU, memory, event loop lag of this process. */
export const openMetrics = (o: { readonly process?: boolean } = {}): Metrics => {
  const registry = new Registry();
  if (o.process) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const once = <M>(name: string, make: () => M): M => (registry.getSingleMetric(name) as M | undefined) ?? make();
  return {
    counter: (name, help, labelNames = []) => {
      const m = once(name, () => new Counter({ name, help, labelNames, registers }));
      return { add: (labels, by = 1) => m.inc(labels, by) };
    },
    gauge: (name, help, labelNames = []) => {
      const m = once(name, () => new Gauge({ name, help, labelNames, registers }));
      return { set: (labels, value) => m.set(labels, value) };
    },
    sampled: (name, help, read) => {
      registry.removeSingleMetric(name);
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },
    histogram: (name, help, labelNames = [], buckets = SECONDS) => {
      const m = once(name, () => new Histogram({ name, help, labelNames, buckets: [...buckets], registers }));
      return { observe: (labels, value) => m.observe(labels, value) };
    },
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
};
