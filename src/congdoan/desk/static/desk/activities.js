// Entering an activity: photos just chosen are shown with room for their captions. The form works without it.
"use strict";

document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.id !== "id_photos") { return; }
  const shots = input.closest("[data-shots]");
  for (const old of shots.querySelectorAll("[data-chosen]")) { old.remove(); }
  for (const file of input.files) {
    const shot = document.createElement("div");
    shot.className = "shot";
    shot.dataset.chosen = "";
    const image = document.createElement("img");
    image.width = 240;
    image.height = 180;
    image.alt = file.name;
    image.src = URL.createObjectURL(file);
    image.addEventListener("load", () => URL.revokeObjectURL(image.src));
    const caption = document.createElement("input");
    caption.name = "caption";
    caption.maxLength = 200;
    caption.placeholder = input.dataset.caption;
    caption.setAttribute("aria-label", `${input.dataset.caption}: ${file.name}`);
    shot.append(image, caption);
    shots.insertBefore(shot, input.closest("label"));
  }
});

// A day from the calendar is another day than today and yesterday.
document.addEventListener("input", (event) => {
  if (event.target.name !== "day") { return; }
  const another = event.target.closest("fieldset").querySelector("input[value=another]");
  if (another) { another.checked = true; }
});
