/* Copies a sentence with its citation when its ¶ is followed, and the citation itself. Without this file the links work all the same. */
(() => {
  "use strict";
  const status = document.getElementById("copied");
  const citation = document.getElementById("citation");
  if (!status || !citation || !navigator.clipboard) return;
  const quoted = (text) => text.trim().replace(/\s+/g, " ");
  const cited = (address) => {
    const copy = citation.cloneNode(true);
    const own = copy.querySelector(".address");
    if (own) own.textContent = address;
    else copy.append(" " + address);
    return quoted(copy.textContent);
  };
  const copy = (text, said) => navigator.clipboard.writeText(text).then(() => {
    status.textContent = "";
    setTimeout(() => { status.textContent = said; document.documentElement.classList.add("copied"); }, 50);
    setTimeout(() => document.documentElement.classList.remove("copied"), 2500);
  }, () => {});
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[id^=s-] > a:empty");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const canonical = document.querySelector("link[rel=canonical]");
    const page = canonical ? canonical.href : location.href.split("#")[0];
    copy(`${quoted(link.parentNode.textContent)}\n— ${cited(page + link.hash)}`, status.dataset.sentence);
  });
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = status.dataset.copy;
  button.addEventListener("click", () => copy(quoted(citation.textContent), status.dataset.copied));
  document.querySelector(".formats").append(button);
})();
