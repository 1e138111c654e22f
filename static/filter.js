// Narrows an A-Z to the names that hold what is typed. Without it the letters lead on.
(() => {
  const box = document.querySelector(".filter"), input = box.querySelector("input"), told = box.querySelector("output");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const all = (selector) => [...document.querySelectorAll(selector)].map((item) => ({ item, text: plain(item.textContent) }));
  const names = all(".names > li, .counts > li");
  // a drawer is told by its first and last name: it stays where these leave room for what is typed
  const drawers = [...document.querySelectorAll(".drawers li")].map((item) => ({
    item, link: item.querySelector("a"), ends: item.querySelector("span").textContent.split(" – ").map((name) => plain(name.trim())),
  }));
  const holds = ({ ends }, typed) => ends[0].slice(0, typed.length) <= typed && ends.at(-1).slice(0, typed.length) >= typed;
  const narrow = () => {
    const typed = plain(input.value.trim());
    let shown = 0;
    for (const { item, text } of names) if (!(item.hidden = !text.includes(typed))) shown++;
    for (const one of drawers) {
      if (!(one.item.hidden = !holds(one, typed))) shown++;
      one.link.hash = typed && `find=${encodeURIComponent(input.value.trim())}`;
    }
    for (const part of document.querySelectorAll(".az > section, main > section")) part.hidden = !part.querySelector("li:not([hidden])");
    told.value = typed ? `${shown} / ${names.length + drawers.length}` : "";
  };
  box.hidden = false;
  input.addEventListener("input", narrow);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const first = [...document.querySelectorAll(".names a, .drawers a")].find((link) => !link.closest("[hidden]"));
    if (first && input.value.trim()) first.click();
  });
  const asked = new URLSearchParams(location.hash.slice(1)).get("find");
  if (asked) {
    input.value = asked;
    narrow();
  }
})();
