// Line numbers beside a text with lines, and its faults said again when the typing stops. The server reads, alone.
const PAUSE = 900;

function numbers(area) {
  const column = document.createElement('div');
  column.setAttribute('aria-hidden', 'true');
  Object.assign(column.style, {
    overflow: 'hidden', whiteSpace: 'pre', textAlign: 'right', paddingRight: '.6rem', color: 'var(--ink-2)', userSelect: 'none', flex: 'none', height: '0',
  });
  const row = document.createElement('div');
  Object.assign(row.style, { display: 'flex', alignItems: 'flex-start' });
  area.before(row);
  row.append(column, area);
  let shown = 0;
  const draw = () => {
    const lines = area.value.split('\n').length;
    if (lines !== shown) column.textContent = Array.from({ length: (shown = lines) }, (_, n) => n + 1).join('\n') + '\n\n';
    const { font, lineHeight, paddingTop, marginTop } = getComputedStyle(area);
    Object.assign(column.style, { font, lineHeight, paddingTop, marginTop });
    column.style.height = `${area.offsetHeight}px`;
    column.scrollTop = area.scrollTop;
  };
  area.addEventListener('input', draw);
  area.addEventListener('scroll', draw);
  new ResizeObserver(draw).observe(area);
  draw();
}

function go(area, line, column) {
  const before = area.value.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  area.focus({ preventScroll: true });
  area.setSelectionRange(before + column - 1, before + (area.value.split('\n')[line - 1] ?? '').length);
  area.scrollTop = Math.max(0, (line - 4) * parseFloat(getComputedStyle(area).lineHeight));
  area.scrollIntoView({ block: 'nearest' });
}

function say(place, { title, faults }) {
  const box = document.createElement('div');
  box.className = `notice ${faults.some((one) => !one.warning) ? 'no' : faults.length ? 'turn' : 'ok'}`;
  const body = document.createElement('div');
  const head = document.createElement('h2');
  head.textContent = title;
  const list = document.createElement('ul');
  for (const one of faults) {
    const link = document.createElement('a');
    link.href = '#text';
    Object.assign(link.dataset, { line: one.line, column: one.column });
    link.textContent = one.sentence;
    list.appendChild(document.createElement('li')).append(link);
  }
  body.append(head, list);
  box.append(body);
  place.replaceChildren(box);
}

export function enhance(areas) {
  for (const area of areas) {
    numbers(area);
    const place = document.getElementById('fautes');
    place?.addEventListener('click', (event) => {
      const link = event.target.closest('[data-line]');
      if (!link) return;
      event.preventDefault();
      go(area, Number(link.dataset.line), Number(link.dataset.column));
    });
    const line = /^#l(\d+)$/.exec(location.hash);
    if (line) go(area, Number(line[1]), 1);
    if (!area.dataset.check) continue;
    let waiting;
    let asked = 0;
    area.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const turn = (asked += 1);
        const body = new URLSearchParams({ csrf: area.form.elements.csrf.value, text: area.value });
        const answer = await fetch(area.dataset.check, { method: 'POST', body }).catch(() => null);
        if (answer?.ok && turn === asked) say(place, await answer.json());
      }, PAUSE);
    });
  }
}
