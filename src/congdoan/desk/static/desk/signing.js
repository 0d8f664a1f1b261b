// A signature drawn in the box goes along with the form. Without this the applicant ticks that they agree.
"use strict";

(() => {
  const box = document.querySelector("[data-signing]");
  const canvas = box?.querySelector("canvas"), pen = canvas?.getContext("2d");
  if (!pen) { return; }
  const field = box.querySelector("input[type=hidden]"), again = box.querySelector("button"), form = box.closest("form");
  canvas.hidden = again.parentElement.hidden = false;
  pen.lineWidth = 3;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = "#0b2545";

  const show = () => { box.hidden = form.querySelector("[name=signed]:checked")?.value !== "screen"; };
  form.addEventListener("change", show);
  show();

  // What was drawn before the form came back with something to mend.
  const drawn = () => {
    try { return atob(field.value.split(",")[1] ?? ""); } catch { return ""; }
  };
  if (drawn()) {
    const image = new Image();
    image.addEventListener("load", () => { pen.drawImage(image, 0, 0); URL.revokeObjectURL(image.src); });
    const bytes = Uint8Array.from(drawn(), (letter) => letter.charCodeAt(0));
    image.src = URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
  }

  const place = (event) => {
    const frame = canvas.getBoundingClientRect();
    return [
      (event.clientX - frame.left) * canvas.width / frame.width,
      (event.clientY - frame.top) * canvas.height / frame.height,
    ];
  };
  let isDrawing = false;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    isDrawing = true;
    pen.beginPath();
    pen.moveTo(...place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isDrawing) { return; }
    pen.lineTo(...place(event));
    pen.stroke();
    field.value = canvas.toDataURL("image/png");
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => { isDrawing = false; });
  }
  again.addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    field.value = "";
  });
})();
