// Keeps what is being typed in this browser, under the name of the form, until the server has it.
// A lost session, a closed tab or a refusal then costs nothing. Never a file, a password or the CSRF token.
// The text is offered back, not put back: the server may hold something newer, written by somebody else.
const PREFIX = 'maillage:brouillon:';
const SENT = 'maillage:envoi';
const KEPT_FOR = 7 * 24 * 3600 * 1000;

const read = (key) => {
  try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch { return null; }
};
const drop = (key) => localStorage.removeItem(PREFIX + key);

function values(form) {
  const kept = {};
  for (const field of form.elements) {
    if (!field.name || field.name === 'csrf' || ['file', 'password', 'hidden', 'submit', 'button', 'fieldset'].includes(field.type)) continue;
    kept[field.name] ??= [];
    if (['checkbox', 'radio'].includes(field.type)) { if (field.checked) kept[field.name].push(field.value); }
    else kept[field.name].push(field.value);
  }
  return kept;
}

function restore(form, kept) {
  const used = {};
  for (const field of form.elements) {
    const list = kept[field.name];
    if (!list || field.type === 'hidden') continue;
    if (['checkbox', 'radio'].includes(field.type)) field.checked = list.includes(field.value);
    else field.value = list[(used[field.name] = (used[field.name] ?? -1) + 1)] ?? field.value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

function offer(form, draft) {
  const box = document.createElement('div');
  box.className = 'notice turn';
  box.setAttribute('role', 'status');
  const at = new Date(draft.at);
  const when = `${at.toLocaleDateString('fr-FR', { dateStyle: 'long' })} à ${at.getHours()}\u00a0h\u00a0${String(at.getMinutes()).padStart(2, '0')}`;
  const text = document.createElement('p');
  text.textContent = `Ce navigateur a gardé un texte que le service n’a pas reçu (${when}).`;
  const actions = document.createElement('div');
  actions.className = 'actions';
  for (const [label, act] of [['Reprendre ce texte', () => restore(form, draft.values)], ['L’oublier', () => drop(form.dataset.draft)]]) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button quiet short';
    button.textContent = label;
    button.addEventListener('click', () => { act(); box.remove(); form.querySelector('input:not([type=hidden]), textarea, select')?.focus(); });
    actions.append(button);
  }
  const body = document.createElement('div');
  body.append(text, actions);
  box.append(body);
  form.before(box);
}

// The notice of success of the page that follows a sending says that the server has the text.
export function enhance(found) {
  const sent = sessionStorage.getItem(SENT);
  if (sent && document.querySelector('.notice.ok')) { drop(sent); sessionStorage.removeItem(SENT); }

  for (const form of found.filter((element) => element.matches('form'))) {
    const key = form.dataset.draft;
    const given = JSON.stringify(values(form));
    const draft = read(key);
    if (draft && (Date.now() - draft.at > KEPT_FOR || JSON.stringify(draft.values) === given)) drop(key);
    else if (draft) offer(form, draft);

    let waiting;
    let dirty = false;
    const keep = () => {
      const now = values(form);
      dirty = JSON.stringify(now) !== given;
      if (!dirty) return drop(key);
      try { localStorage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), values: now })); } catch { /* full or forbidden: the guard below still asks */ }
    };
    form.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(keep, 400); dirty = true; });
    form.addEventListener('submit', () => { clearTimeout(waiting); keep(); dirty = false; sessionStorage.setItem(SENT, key); });
    addEventListener('beforeunload', (event) => { if (dirty) event.preventDefault(); });
  }
}
