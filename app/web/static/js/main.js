// Enhancements only: every page works without this file. A module is fetched when the page has what it serves.
const served = [
  ['[data-max-words]', './words.js'],
  ['form[data-draft], .notice.ok', './draft.js'],
  ['form[method=post]', './once.js'],
  ['form.filter', './filters.js'],
  ['input[type=file]', './files.js'],
  ['[data-budget]', './budget.js'],
  ['textarea[wrap=off]:not(#theirs)', './editor.js'],
];

for (const [selector, module] of served) {
  const found = [...document.querySelectorAll(selector)];
  if (found.length) import(module).then(({ enhance }) => enhance(found));
}

document.querySelector('.summary')?.focus();
