// Says that a file is empty or too large before it travels; a photograph is made smaller there. The server checks again.
const size = (octets) => (octets < 999500 ? `${Math.round(octets / 1000)}\u00a0ko` : `${(octets / 1e6).toLocaleString('fr-FR', { maximumFractionDigits: 1 })}\u00a0Mo`);

function check(input) {
  const most = Number(input.dataset.maxSize) || Infinity;
  const id = `${input.id}-taille`;
  document.getElementById(id)?.remove();
  input.removeAttribute('aria-invalid');
  const bad = [...input.files].find((file) => file.size === 0 || (file.size > most && !file.type.startsWith('image/')));
  if (!bad) return;
  const line = document.createElement('p');
  line.id = id;
  line.className = 'error';
  line.setAttribute('role', 'alert');
  line.textContent = bad.size === 0 ? `«\u00a0${bad.name}\u00a0» est vide\u00a0: choisissez un autre fichier.` : `«\u00a0${bad.name}\u00a0» pèse ${size(bad.size)}, pour ${size(most)} au plus.`;
  input.before(line);
  input.setAttribute('aria-invalid', 'true');
}

// A file may have been chosen before this module came, or kept by the browser that goes back.
export function enhance(inputs) {
  for (const input of inputs) {
    input.addEventListener('change', () => check(input));
    check(input);
  }
}
