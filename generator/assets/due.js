/* Shows that a page is overdue for review, once the month in which it was due is over. Without scripts its last lines say when that is. */
for (const note of document.querySelectorAll("[data-due]")) {
  note.hidden = new Date().toISOString().slice(0, 7) <= note.dataset.due
}
