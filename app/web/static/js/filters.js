// A filter chosen with the mouse or the finger applies at once. With the keyboard the button decides: arrows walk
// through a list, and the page must not move under the reader (RGAA 7.4).
export function enhance(forms) {
  for (const form of forms) {
    let pointed = false;
    form.addEventListener('pointerdown', () => { pointed = true; });
    form.addEventListener('keydown', () => { pointed = false; });
    form.addEventListener('change', (event) => { if (pointed && event.target.matches('select, [type=checkbox], [type=radio]')) form.requestSubmit(); });
  }
}
