// Says how many words are left under a long answer. The server counts again, and alone decides.
const count = (text) => text.split(/\s+/).filter((one) => /[\p{L}\p{N}]/u.test(one)).length;
const words = (n) => `${n.toLocaleString('fr-FR')}\u00a0mot${Math.abs(n) < 2 ? '' : 's'}`;

export function enhance(areas) {
  for (const area of areas) {
    const most = Number(area.dataset.maxWords);
    const line = document.getElementById(`${area.id}-mots`);
    if (!line) continue;
    let spoken;
    const say = () => {
      const used = count(area.value);
      const left = most - used;
      line.classList.toggle('over', left < 0);
      line.textContent = left < 0 ? `${words(-left)} de trop (${words(most)} au plus)` : `${words(used)} sur ${most.toLocaleString('fr-FR')}`;
      // A screen reader hears the figure only near the limit, and only when the typing stops.
      clearTimeout(spoken);
      line.removeAttribute('aria-live');
      if (left < most / 10) spoken = setTimeout(() => line.setAttribute('aria-live', 'polite'), 600);
    };
    area.addEventListener('input', say);
    say();
  }
}
