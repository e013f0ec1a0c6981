/** @file Keys of the whole page, and the first view. */

document.addEventListener("keydown", (event) => {
  const isTyping = event.target instanceof HTMLInputElement;
  if (event.key === "/" && !isTyping) {
    event.preventDefault();
    field.focus();
  } else if (event.key === "Escape") {
    if (isTyping) {
      endSearch();
      field.blur();
    } else closePanel();
  }
});

document.body.classList.add("scripted");
onTheme.push(paintPicture);
onView.push((name) => {
  if (name === "picture") picture.resize();
});
showView("picture");
showTheme();
showFirst();
document.body.dataset["ready"] = String(Math.round(performance.now()));
