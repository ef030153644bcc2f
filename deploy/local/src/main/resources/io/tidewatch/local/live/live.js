(function () {
  'use strict';
  const live = JSON.parse(document.getElementById('live').textContent);
  const minutes = live.demand.map((_, i) => i);
  const quarters = live.sides[0].pods.map((_, i) => i / 4);
  // Two sides of one policy: the first is broad, so that it shows on both edges of the second where they agree.
  const colours = ['--hpa', '--demand', '--ours'];
  let plots = [];

  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = i => css(live.sides[i].policy === 'tidewatch' ? '--ours' : colours[i % 2]);
  const short = value => value == null ? '–' : value >= 100 ? String(Math.round(value)) : String(+value.toPrecision(3));
  const font = '11px system-ui, DejaVu Sans, sans-serif';

  function axes(unit, last) {
    const common = { stroke: css('--soft'), grid: { stroke: css('--grid'), width: 1 }, ticks: { stroke: css('--line'), width: 1, size: 4 }, font };
    return [
      { ...common, space: 64, size: last ? 42 : 26, label: last ? 'nominal minutes' : undefined, labelSize: 16, labelFont: font,
        values: (_, ticks) => ticks.map(short) },
      { ...common, size: 52, space: 26, label: unit, labelSize: 18, labelFont: font, values: (_, ticks) => ticks.map(short) },
    ];
  }

  function plot(id, height, unit, times, series, data, last, most) {
    const host = document.getElementById(id);
    const options = {
      width: host.clientWidth, height, axes: axes(unit, last),
      series: [{ label: 'minute', value: (_, v) => v == null ? '–' : (+v).toFixed(times === quarters ? 2 : 0) }, ...series],
      cursor: { sync: { key: 'live', setSeries: false }, points: { size: 6 }, drag: { x: true, y: false } },
      scales: { x: { time: false, range: (_, min, max) => [min, max] }, y: { range: (_, min, max) => [0, Math.max(max * 1.08, most)] } },
      padding: [8, 8, 0, 0],
    };
    const made = new uPlot(options, [times, ...data], host);
    plots.push(made);
    return made;
  }

  // A zoom of one chart is a zoom of all.
  let busy = false;
  function follow(source) {
    source.hooks.setScale = [(u, key) => {
      if (key !== 'x' || busy) return;
      busy = true;
      plots.filter(other => other !== u).forEach(other => other.setScale('x', { min: u.scales.x.min, max: u.scales.x.max }));
      busy = false;
    }];
  }

  const side = (i, extra) => ({ label: live.sides[i].label, stroke: colour(i), width: i ? 1.6 : 4, points: { show: false }, value: (_, v) => short(v), ...extra });
  const each = of => live.sides.map((_, i) => of(i));

  function drawAll() {
    plots.forEach(made => made.destroy());
    plots = [];
    const stepped = uPlot.paths.stepped({ align: 1 });
    plot('demand', 150, 'requests/s', minutes, [{ label: 'demand', stroke: css('--demand'), fill: css('--demand-fill'), width: 1.4,
      value: (_, v) => short(v), points: { show: false } }], [live.demand], false, 1);
    plot('pods', 210, 'pods', quarters,
      [...each(i => side(i, { paths: stepped })), ...each(i => side(i, { label: live.sides[i].label + ' ready', paths: stepped, width: 1, dash: [3, 3] })),
        ...(live.floor.length ? [{ label: "floor of B", stroke: "#b8860b", width: 1.4, paths: stepped, value: (_, v) => short(v), points: { show: false } }] : []),
        { label: 'optimum', stroke: css('--soft'), width: 1.2, dash: [2, 3], paths: stepped, value: (_, v) => short(v), points: { show: false } }],
      [...each(i => live.sides[i].pods), ...each(i => live.sides[i].ready), ...(live.floor.length ? [live.floor] : []), quarters.map((_, i) => live.optimum[i])], false, 3);
    const slo = minutes.map(() => live.slo);
    plot('latency', 180, 'seconds', minutes,
      [...each(i => side(i)), { label: 'SLO', stroke: css('--bad'), width: 1.2, dash: [6, 4], value: (_, v) => short(v), points: { show: false } }],
      [...each(i => live.sides[i].p95), slo], false, live.slo * 1.3);
    plot('failed', 130, 'requests', minutes,
      each(i => side(i, { paths: uPlot.paths.bars({ size: [0.38, 18], align: i % 2 ? 1 : -1 }), fill: colour(i) })),
      each(i => live.sides[i].failed), true, 1);
    plots.forEach(follow);
  }

  let pending;
  const again = () => { clearTimeout(pending); pending = setTimeout(drawAll, 120); };
  window.addEventListener('resize', again);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  drawAll();
})();
