// Totals of the financing plan while one types, in cents. The server adds again, and alone decides.
const cents = (text) => {
  let plain = text.trim().replace(/^(?:€|euros?|eur)\s*|\s*(?:€|euros?|eur)$/gi, '').replace(/(\d)[\s'’](?=\d{3})/g, '$1');
  if (/^\d{1,3}(\.\d{3})+,\d{1,2}$/.test(plain)) plain = plain.replaceAll('.', '');
  if (/^\d{1,3}(,\d{3})+\.\d{1,2}$/.test(plain)) plain = plain.replaceAll(',', '');
  return /^\d+([.,]\d{0,2})?$/.test(plain) ? Math.round(Number(plain.replace(',', '.')) * 100) : 0;
};
const euros = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' });
const write = (value) => euros.format(value / 100);

function total(table) {
  const sums = { all: 0 };
  for (const row of table.tBodies[0].rows) {
    let line = 0;
    for (const input of row.querySelectorAll('input[data-year]')) {
      const value = cents(input.value);
      sums[input.dataset.year] = (sums[input.dataset.year] ?? 0) + value;
      line += value;
    }
    sums.all += line;
    const out = row.querySelector('[data-row]');
    if (out) out.textContent = line ? write(line) : '';
  }
  for (const out of table.querySelectorAll('[data-total]')) out.textContent = write(sums[out.dataset.total] ?? 0);
  return sums.all;
}

export function enhance(tables) {
  const balance = document.querySelector('[data-balance]');
  const side = (name) => tables.filter((table) => table.dataset.budget === name).reduce((sum, table) => sum + total(table), 0);
  const refresh = () => {
    tables.forEach(total);
    if (!balance) return;
    const left = side('charges') - side('produits');
    balance.hidden = false;
    balance.classList.toggle('ok', left === 0);
    balance.classList.toggle('no', left !== 0);
    balance.textContent = left === 0 ? 'Charges et produits sont égaux.' : left > 0 ? `Il manque ${write(left)} de produits.` : `Les produits dépassent les charges de ${write(-left)}.`;
  };
  for (const table of tables) table.addEventListener('input', refresh);
  refresh();
}
