(function () {
  'use strict';
  const curves = JSON.parse(document.getElementById('curves').textContent);
  const names = { tidewatch: 'Tidewatch', 'tidewatch-careful': 'Tidewatch careful', 'hpa-cpu-60': 'HPA 60 %', oracle: 'optimum' };
  const colours = { 'hpa-cpu-60': '--hpa', oracle: '--oracle' };
  let plots = [];

  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = policy => css(colours[policy] || (policy.startsWith('tidewatch') ? '--ours' : '--other'));
  const short = value => value == null ? '–' : value >= 100 ? Math.round(value).toLocaleString('en').replace(/,/g, ' ')
    : String(+value.toPrecision(3));

  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const two = number => String(number).padStart(2, '0');
  // Midnight is where the day begins, so the date stands there.
  const clock = seconds => {
    const time = new Date(seconds * 1e3);
    const day = time.getUTCDate() + ' ' + months[time.getUTCMonth()];
    return time.getUTCHours() + time.getUTCMinutes() === 0 ? day : two(time.getUTCHours()) + ':' + two(time.getUTCMinutes());
  };

  function axes(unit) {
    const common = { stroke: css('--soft'), grid: { stroke: css('--grid'), width: 1 }, ticks: { stroke: css('--line'), width: 1, size: 4 },
      font: '11px system-ui, DejaVu Sans, sans-serif' };
    return [
      { ...common, space: 64, values: (_, ticks) => ticks.map(clock) },
      { ...common, size: 52, label: unit, labelSize: 18, labelFont: '11px system-ui, DejaVu Sans, sans-serif',
        values: (_, ticks) => ticks.map(short) },
    ];
  }

  function options(curve, width, height, unit, series) {
    return {
      width, height, axes: axes(unit), series, tzDate: ts => uPlot.tzDate(new Date(ts * 1e3), 'Etc/UTC'),
      cursor: { sync: { key: curve.trace, setSeries: false }, points: { size: 6 }, drag: { x: true, y: false } },
      scales: { y: { range: (_, min, max) => [0, Math.max(max * 1.06, 1)] } },
      padding: [8, 8, 0, 0],
    };
  }

  const time = { label: 'UTC', value: (_, v) => v == null ? '–' : new Date(v * 1e3).toISOString().slice(0, 16).replace('T', ' ') };

  function draw(host, curve) {
    const width = host.clientWidth;
    const times = curve.demand.map((_, i) => curve.start + i * curve.step);
    const demand = { label: 'demand', stroke: css('--demand'), fill: css('--demand-fill'), width: 1, value: (_, v) => short(v), points: { show: false } };
    const stepped = uPlot.paths.stepped({ align: 1 });
    const policies = Object.keys(curve.replicas);
    const pods = policies.map(policy => ({
      label: names[policy] || policy, stroke: colour(policy), width: policy.startsWith('tidewatch') ? 1.8 : 1.2,
      dash: policy === 'oracle' ? [4, 3] : undefined, paths: stepped, value: (_, v) => short(v), points: { show: false },
    }));
    const top = new uPlot(options(curve, width, 150, curve.unit, [time, demand]), [times, curve.demand], host);
    const bottom = new uPlot(options(curve, width, 190, 'pods', [time, ...pods]), [times, ...policies.map(p => curve.replicas[p])], host);
    // A zoom of one chart is a zoom of both.
    let busy = false;
    const follow = (from, to) => from.hooks.setScale = [(u, key) => {
      if (key !== 'x' || busy) return;
      busy = true;
      to.setScale('x', { min: u.scales.x.min, max: u.scales.x.max });
      busy = false;
    }];
    follow(top, bottom);
    follow(bottom, top);
    plots.push(top, bottom);
  }

  function drawAll() {
    plots.forEach(plot => plot.destroy());
    plots = [];
    curves.forEach((curve, i) => draw(document.getElementById('curve-' + i), curve));
  }

  let pending;
  const again = () => { clearTimeout(pending); pending = setTimeout(drawAll, 120); };
  window.addEventListener('resize', again);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  drawAll();
})();
