"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const findings = [...document.querySelectorAll(".finding")].map((element) => ({
    element, text: element.textContent.toLowerCase(), ...element.dataset,
  }));
  const files = [...document.querySelectorAll("details.file")];

  const filter = () => {
    const wanted = new FormData(form);
    const severities = wanted.getAll("severity");
    const text = wanted.get("text").trim().toLowerCase();
    const matches = (f) => severities.includes(f.severity) && (!wanted.get("rule") || f.rule === wanted.get("rule")) &&
      (!wanted.get("file") || f.file === wanted.get("file")) && f.text.includes(text);
    let count = 0;
    for (const f of findings) {
      f.element.hidden = !matches(f);
      count += f.element.hidden ? 0 : 1;
    }
    for (const file of files) file.hidden = !file.querySelector(".finding:not([hidden])");
    form.elements.count.value = `${count} of ${findings.length} shown`;
  };

  // What is folded, or filtered out, would be missing from a link's target and from paper.
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target && target.closest("details")) target.closest("details").open = true;
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", () => files.forEach((file) => { file.open = true; }));
  filter();
  reveal();
})();
