/* Folds open for whoever comes to something inside them: by a link, by an address, by the search, or on paper.
   Without this script they still open by hand, and by a link in browsers that see to it themselves. */
"use strict";

{
  const opened = []; // for print, to be closed again

  const openAround = (place) => {
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };

  const openTarget = () => {
    const place = document.querySelector(":target");
    if (!place || !place.closest("details:not([open])")) return;
    openAround(place);
    place.scrollIntoView();
  };

  // A link to where the address points already changes nothing in the address.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#']");
    if (link && link.hash && link.pathname === location.pathname && link.hash === location.hash) openTarget();
  });

  window.addEventListener("hashchange", openTarget);
  window.addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details.twoarm-fold:not([open])")) {
      fold.open = true;
      opened.push(fold);
    }
  });
  window.addEventListener("afterprint", () => {
    for (const fold of opened.splice(0)) fold.open = false;
  });
  openTarget();
}
