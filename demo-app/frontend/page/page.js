'use strict';
const SHOWN = 30;
const durations = [];
const pods = new Set();
const counts = { answered: 0, failed: 0 };

function set(id, text) { document.getElementById(id).textContent = text; }

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? '–' : Math.round(sorted[Math.floor(sorted.length / 2)]);
}

function cell(row, text, kind) {
  const td = document.createElement('td');
  td.textContent = text;
  if (kind) td.className = kind;
  row.append(td);
}

function show(request, status, milliseconds, pod, text) {
  const good = status === 200;
  counts[good ? 'answered' : 'failed'] += 1;
  if (good) durations.push(milliseconds);
  if (pod) pods.add(pod);
  set('answered', counts.answered);
  set('failed', counts.failed);
  set('median', median(durations.slice(-200)));
  set('pods', pods.size);
  const row = document.createElement('tr');
  if (!good) row.className = 'bad';
  cell(row, request);
  cell(row, status || 'no answer');
  cell(row, Math.round(milliseconds), 'number');
  cell(row, pod || '');
  cell(row, text);
  const table = document.getElementById('answers');
  table.prepend(row);
  while (table.children.length > SHOWN) table.lastElementChild.remove();
}

async function ask(method, path) {
  const begin = performance.now();
  const options = { method, cache: 'no-store' };
  if (method === 'POST') options.body = 'written at ' + new Date().toISOString();
  try {
    const response = await fetch(path, options);
    const answer = await response.json();
    const { pod, ...rest } = answer;
    show(method + ' ' + path, response.status, performance.now() - begin, pod, rest.detail || JSON.stringify(rest));
  } catch (failure) {
    show(method + ' ' + path, 0, performance.now() - begin, '', String(failure.message));
  }
}

for (const button of document.querySelectorAll('button')) {
  button.addEventListener('click', () => {
    const times = Number(button.dataset.times || 1);
    for (let n = 0; n < times; n += 1) ask(button.dataset.method, button.dataset.path);
  });
}
