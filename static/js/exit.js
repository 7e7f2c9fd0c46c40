// "Exit this page" by keyboard, and at once. Without this script the link still works, as any link does.
"use strict";
{
  const WITHIN = 5000;
  const exit = document.querySelector(".exit");
  const link = exit.querySelector("a");
  const told = exit.querySelector("[role]");
  let key = "", times = 0, timer = 0, alone = false, left = false;

  // What is covered must be gone before the other page answers: on a bad line that takes long. And the entry in the
  // history is taken over, so that Back does not lead here again.
  const leave = () => {
    left = true;
    document.title = link.textContent = link.host;
    exit.replaceChildren(link, told);
    document.body.replaceChildren(exit);
    told.textContent = exit.dataset.leaving;
    location.replace(link.href);
  };
  const forget = () => {
    clearTimeout(timer);
    key = told.textContent = "";
    times = 0;
  };
  const press = (name) => {
    if (name !== key) {
      forget();
      key = name;
      timer = setTimeout(forget, WITHIN);
    }
    times += 1;
    if (times === 2) told.textContent = exit.dataset.more;
    if (times === 3) leave();
  };

  addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (!left && !event.repeat) press("Escape");
      // Else the browser takes it for "stop loading", and whoever presses it once too often would stay here.
      if (left) event.preventDefault();
    } else if (event.key === "Shift") {
      alone = alone || !event.repeat;
    } else {
      alone = false;
      if (!left) forget();
    }
  });
  // Shift counts when it is let go, and only if it made no capital and no selection meanwhile.
  addEventListener("keyup", (event) => {
    if (event.key === "Shift" && alone && !left) press("Shift");
    alone = false;
  });
  addEventListener("pointerdown", () => {
    alone = false;
    if (!left) forget();
  });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  // Back after a corrected form asks for an empty one, and not whether to send again.
  if (document.querySelector(".ask")) history.replaceState(null, "");
}
