import { openMetrics } from './metrics.ts';

test('what was counted is told in the text format, and a name is one metric', async () => {
  const metrics = openMetrics();
  metrics.counter('commands_total', 'Commands', ['outcome']).add({ outcome: 'accepted' });
  metrics.counter('commands_total', 'Commands', ['outcome']).add({ outcome: 'accepted' }, 2);
  metrics.gauge('lag', 'Lag').set({}, 7);
  metrics.histogram('seconds', 'Time', ['view']).observe({ view: 'inbox' }, 0.003);
  let depth = 1;
  metrics.sampled('depth', 'Depth', () => depth);
  depth = 5;
  const { contentType, body } = await metrics.text();
  expect(contentType).toMatch(/^text\/plain/);
  for (const line of ['commands_total{outcome="accepted"} 3', 'lag 7', 'seconds_bucket{le="0.005",view="inbox"} 1', 'depth 5'])
    expect(body.split('\n')).toContain(line);
});
test('two installations in one process do not share their metrics', async () => {
  const [a, b] = [openMetrics(), openMetrics()];
  a.counter('x', 'x').add({});
  expect((await b.text()).body).not.toContain('x 1');
});
