// A double click sends once. The button is never disabled (its name travels with the form), it says what happens.
// Signing out forgets the drafts that this browser kept, since the next person may be somebody else: but asks before.
const AGAIN_AFTER = 8000;
const LOSES = 'Un texte que vous n’avez pas enregistré est gardé par ce navigateur seul. Se déconnecter l’efface. Se déconnecter quand même ?';
const drafts = () => { try { return Object.keys(localStorage).filter((key) => key.startsWith('maillage:brouillon:')); } catch { return []; } };

export function enhance(forms) {
  for (const form of forms) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) return event.preventDefault();
      if (form.getAttribute('action') === '/deconnexion' && drafts().length && !confirm(LOSES)) return event.preventDefault();
      form.dataset.sent = 'oui';
      const button = event.submitter;
      if (button?.classList.contains('button')) {
        const label = button.innerHTML;
        button.textContent = 'Envoi en cours…';
        setTimeout(() => { button.innerHTML = label; }, AGAIN_AFTER);
      }
      setTimeout(() => { delete form.dataset.sent; }, AGAIN_AFTER);
      if (form.getAttribute('action') === '/deconnexion') {
        for (const key of Object.keys(localStorage)) if (key.startsWith('maillage:')) localStorage.removeItem(key);
      }
    });
  }
  addEventListener('pageshow', () => { for (const form of forms) delete form.dataset.sent; });
}
