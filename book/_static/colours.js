/* The reader's choice of colours, before the first line is drawn; until there is one, what the page itself says. */
"use strict";

for (const choice of ["mode", "theme"]) {
  document.documentElement.dataset[choice] = localStorage.getItem(choice) || document.documentElement.dataset.theme;
}
