/* The search page: asks the index that Pagefind made, and shows names and sentences. It is loaded there alone.
   Everything that it says stands in the page; data comes from the files beside it. */
(() => {
  "use strict";

  const here = new URL("../search/", document.currentScript.src);
  const root = new URL("../", here);
  const page = document.documentElement;
  const language = page.lang || "en";
  const form = document.querySelector("form.ask");
  const box = form.elements.q;
  const say = form.dataset;
  const status = document.querySelector(".status");
  const found = document.querySelector(".found");
  const facets = document.querySelector(".facets");
  const kinds = [...facets.querySelectorAll("[name=kind]")];
  const named = document.querySelector(".named");
  const texts = document.querySelector(".texts");
  const instead = document.querySelector(".instead");
  const sort = texts.querySelector("select");
  const CARDS = 100, FACETS = 500; // articles of a file
  const PAGE = 10, CHOICES = 8, NAMES = 6, PASSAGES = 3, LONG = 420;
  const ANY_OF = ["source", "year"], ALL_OF = ["person", "place"];

  // ---------------------------------------------------------------- words: as archivegen counts and folds them

  const UNSPACED = "\\u0e00-\\u0e30\\u0e32\\u0e33\\u0e40-\\u0e46\\u0e50-\\u0eb0\\u0eb2\\u0eb3\\u0ebd-\\u0ec7\\u0ed0-\\u0eff" +
    "\\u1000-\\u102a\\u103f-\\u1055\\u1780-\\u17b3" +
    "\\u2e80-\\u2fdf\\u3005\\u3007\\u3021-\\u3029\\u3041-\\u3096\\u309d-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff" +
    "\\uff66-\\uff9f\\u{20000}-\\u{3ffff}";
  const MARKS = "\\u0e31\\u0e34-\\u0e3a\\u0e47-\\u0e4f\\u0eb1\\u0eb4-\\u0ebc\\u0ec8-\\u0ecf\\u102b-\\u103e\\u1056-\\u109f\\u17b4-\\u17d3\\u3099\\u309a\\ufe00-\\ufe0f";
  const WORD = new RegExp(`[${UNSPACED}][${MARKS}]*|[^\\s${UNSPACED}]+`, "gu");
  const SIGN = new RegExp(`^[${UNSPACED}]`, "u");
  const STEMS_AT_END = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]+$/u; // forms of such a word begin alike
  const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]/g;
  const BARE = { "Ø": "O", "Ł": "L", "Đ": "D", "Æ": "A", "Œ": "O", "Þ": "T", "ß": "S", "Ħ": "H" };

  const visible = (text) => text.replace(INVISIBLE, "");
  const wordsOf = (text) => [...visible(text).matchAll(WORD)];
  const fold = (text) => text.replace(/[.’'ʼ]/g, "").normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase()
    .replace(/[ØŁĐÆŒÞßĦ]/g, (letter) => BARE[letter]).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  /** What Pagefind is asked: signs that need no blanks between them one by one, and several of them as a phrase. */
  function asked(query) {
    const quoted = /^\s*["“„«].+["”“»]\s*$/.test(query);
    const words = wordsOf(query.replace(/["“”„«»]/g, " ")).map(([word]) => word);
    const isPhrase = quoted || (words.length > 1 && words.every((word) => SIGN.test(word)));
    return isPhrase ? `"${words.join(" ")}"` : words.join(" ");
  }

  const askedWords = (query) => wordsOf(query).flatMap(([word]) => fold(word).split(" ")).filter(Boolean);

  /** Whether *word* of a text may be *other*, which was asked for, but for its ending: both folded. */
  function isLike(word, other) {
    if (word.startsWith(other)) return true;
    const short = Math.min(word.length, other.length);
    let same = 0;
    while (same < short && word[same] === other[same]) same++;
    return same >= 3 && same * 2 >= Math.max(word.length, other.length);
  }

  /** Whether a word of a text is one of those asked for. */
  const likeOneOf = (wanted) => (word) => fold(word).split(" ").some((one) => wanted.some((other) => isLike(one, other)));

  // ---------------------------------------------------------------- what is fetched

  const fetched = new Map();
  function load(name, options) {
    if (!fetched.has(name)) {
      const answer = fetch(new URL(name, here), options).then((response) => {
        if (!response.ok) throw new Error(`${name}: ${response.status}`);
        return response.json();
      });
      answer.catch(() => fetched.delete(name));
      fetched.set(name, answer);
    }
    return fetched.get(name);
  }

  /** What *row* makes of the first item of each row of the files that hold *numbers*; a file that is not there tells nothing. */
  async function rowsOf(folder, size, numbers, rowsIn) {
    const files = [...new Set(numbers.map((number) => Math.floor(number / size)))];
    const rows = new Map();
    await Promise.all(files.map(async (file) => {
      try {
        for (const [number, row] of rowsIn(await load(`${folder}/${file}.json`))) rows.set(number, row);
      } catch { /* an article that was added a moment ago */ }
    }));
    return rows;
  }

  const cardsOf = (numbers) => rowsOf("articles", CARDS, numbers, ({ cards }) => cards.map(
    ([number, path, title, supplied, source, day, inferred, language]) =>
      [number, { path, title, supplied, source, day, inferred, language }]));

  const facetsOf = (numbers) => rowsOf("facets", FACETS, numbers, ({ sources, names, rows }) => rows.map(
    ([number, day, source, inside]) => {
      const of = (folder) => inside.filter((at) => names[at][0].startsWith(folder)).map((at) => names[at]);
      return [number, {
        day,
        source: source < 0 ? [] : [[sources[source], sources[source]]],
        year: day ? [[day.slice(0, 4), day.slice(0, 4)]] : [["-", say.undated]],
        person: of("people/"),
        place: of("places/"),
      }];
    }));

  let engines;
  /** One for each language: each knows other stems. */
  function begin() {
    engines ??= load("bundles.json", { cache: "no-cache" }).then(({ bundles, core }) => {
      const languages = [...new Set(bundles.map((bundle) => bundle.language))];
      return Promise.all(languages.map(async (one) => {
        const pagefind = await import(new URL(`pagefind.js?v=${core}-${one}`, here).href);
        const [first, ...others] = bundles.filter((bundle) => bundle.language === one);
        const engine = pagefind.createInstance({ basePath: new URL(first.path, here).href, metaCacheTag: first.tag, noWorker: true });
        await engine.init();
        await Promise.all(others.map((bundle) => engine.mergeIndex(new URL(bundle.path, here).href, { metaCacheTag: bundle.tag })));
        return engine;
      }));
    });
    engines.catch(() => { engines = undefined; });
    return engines;
  }

  const byScore = (one, other) => other.score - one.score || one.number - other.number;

  /** What all engines find. One that knows none of the words takes beginnings of others: of several, such a one is not heard. */
  async function articlesFor(query) {
    const term = asked(query);
    if (!term) return [];
    const all = await begin();
    const answers = await Promise.all(all.map(async (engine) => {
      const { results } = await engine.search(term);
      const hits = results.map(({ id, score, words }) => ({ number: Number(id), score, words })).sort(byScore);
      return all.length > 1 && hits.length && isAll(await lackingIn(hits[0], query), query) ? [] : hits;
    }));
    return answers.flat().sort(byScore);
  }

  async function namesFor(query) {
    const whole = fold(query);
    const words = whole.split(" ").filter(Boolean);
    if (!words.length) return [];
    const shards = say.shards.split(" ");
    const first = shards.includes("all") ? "all" : /^[0-9a-z]/.test(words[0]) ? words[0][0] : "other";
    if (!shards.includes(first)) return [];
    const { names } = await load(`names/${first}.json`);
    const ranked = [];
    for (const [path, name, articles, others] of names) {
      let best = 9, as = "";
      for (const one of [name, ...others]) {
        const folded = fold(one);
        const parts = folded.split(" ");
        const rank = folded === whole ? 0 : !words.every((word) => parts.some((part) => part.startsWith(word))) ? 9
          : folded.startsWith(whole) ? 1 : words.every((word) => parts.includes(word)) ? 2 : 3;
        if (rank < best) { best = rank; as = one === name ? "" : one; }
      }
      if (best < 9) ranked.push({ path, name, articles, as, best, folder: path.split("/")[0] });
    }
    return ranked.sort((one, other) => one.best - other.best);
  }

  // ---------------------------------------------------------------- the sentences of an article, from its own page

  const read = new Map();
  function sentencesOf(path) {
    if (read.size > 100) read.clear();
    if (!read.has(path)) {
      const answer = fetchSentences(path);
      answer.catch(() => read.delete(path));
      read.set(path, answer);
    }
    return read.get(path);
  }

  async function fetchSentences(path) {
    const response = await fetch(new URL(encodeURI(path), root));
    const text = new DOMParser().parseFromString(await response.text(), "text/html");
    return [...text.querySelectorAll('article [id^="s-"]')].map((element) => (
      { id: element.id, text: visible(element.textContent), isTitle: element.closest("h1") !== null }
    )).filter((sentence) => sentence.text.trim());
  }

  /** The sentences in which the words at these places stand, at most PASSAGES, the fullest; each with the words to be marked. */
  function passagesOf(sentences, places, query) {
    const wanted = new Set(places);
    const isAsked = likeOneOf(askedWords(query));
    const counted = [];
    let at = 0, seen = 0, right = 0;
    for (const sentence of sentences) {
      const words = wordsOf(sentence.text);
      const marked = words.filter((word, number) => wanted.has(at + number));
      seen += marked.length;
      right += marked.filter(([word]) => isAsked(word) || !STEMS_AT_END.test(fold(word))).length;
      at += words.length;
      counted.push({ ...sentence, words, marked });
    }
    if (right * 2 < seen || !seen) // the page shows another text than the index: then words are looked for
      for (const one of counted) one.marked = one.words.filter(([word]) => isAsked(word));
    const different = (one) => new Set(one.marked.map(([word]) => fold(word).slice(0, 4))).size;
    return counted.map((one, order) => ({ ...one, order, kinds: different(one) }))
      .filter((one) => one.marked.length && !one.isTitle)
      .sort((one, other) => other.kinds - one.kinds || one.order - other.order)
      .slice(0, PASSAGES).sort((one, other) => one.order - other.order);
  }

  /** The words asked for that the best hit has not: Pagefind passes over those that no article has, or takes their beginning. */
  async function lackingIn(hit, query) {
    const path = (await cardsOf([hit.number])).get(hit.number)?.path;
    const sentences = path ? await sentencesOf(path).catch(() => []) : [];
    const words = sentences.flatMap((sentence) => wordsOf(sentence.text)).map(([word]) => word);
    const there = hit.words.map((at) => words[at]).filter((word) => word !== undefined);
    if (!there.length) return [];
    return wordsOf(query).map(([word]) => word).filter((word) => {
      const parts = askedWords(word);
      return parts.length && parts.every((part) => STEMS_AT_END.test(part)) && !there.some(likeOneOf(parts));
    });
  }

  const isAll = (words, query) => words.length > 0 && words.length === wordsOf(query).filter(([word]) => fold(word)).length;

  function put(element, text, marked, from = 0, to = text.length) {
    let at = from;
    for (const { 0: word, index } of marked) {
      const before = word.search(/[\p{L}\p{N}]/u);
      const begin = index + Math.max(0, before);
      const end = index + word.replace(/[^\p{L}\p{N}\p{M}]+$/u, "").length;
      if (before < 0 || begin < at || end > to) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(begin, end);
      element.append(text.slice(at, begin), mark);
      at = end;
    }
    element.append(text.slice(at, to));
  }

  function putPassage(element, { text, marked }) {
    if (text.length <= LONG) { put(element, text, marked); return; }
    const first = marked[0].index;
    const from = first < LONG / 2 ? 0 : text.lastIndexOf(" ", first - LONG / 3) + 1;
    const end = text.indexOf(" ", from + LONG);
    const to = end < 0 ? text.length : end;
    if (from) element.append("… ");
    put(element, text, marked, from, to);
    if (to < text.length) element.append(" …");
  }

  // ---------------------------------------------------------------- what is asked: in the address, so that it can be kept

  const empty = () => ({ q: "", kind: "", sort: "", source: new Set(), year: new Set(), person: new Set(), place: new Set() });
  let state = empty();

  function readAddress() {
    const given = new URLSearchParams(location.search);
    state = empty();
    for (const key of ["q", "kind", "sort"]) state[key] = given.get(key) ?? "";
    for (const key of [...ANY_OF, ...ALL_OF]) state[key] = new Set(given.getAll(key));
    if (!kinds.some((one) => one.value === state.kind)) state.kind = "";
    if (!["newest", "oldest"].includes(state.sort)) state.sort = "";
    box.value = state.q;
  }

  function write(isNew) {
    const told = new URLSearchParams();
    for (const key of ["q", "kind", "sort"]) if (state[key]) told.set(key, state[key]);
    for (const key of [...ANY_OF, ...ALL_OF]) for (const one of state[key]) told.append(key, one);
    const address = `${location.pathname}${told.size ? `?${told}` : ""}`;
    if (address !== location.pathname + location.search) history[isNew ? "pushState" : "replaceState"](null, "", address);
  }

  // ---------------------------------------------------------------- what is shown

  const number = new Intl.NumberFormat(language, { numberingSystem: "latn" });
  const date = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC", calendar: "gregory", numberingSystem: "latn" });
  const dayOf = (day) => { const when = new Date(day); return isNaN(when) ? day : date.format(when); };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const copy = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
  const folderNames = new Map(kinds.map((one) => [one.value, one.dataset.one]));
  function countOf(what, many) {
    const { forms, which } = JSON.parse(say[what]);
    return fill(forms[which[many < 200 ? many : 100 + (many % 100)]], { n: number.format(many) });
  }

  const nothing = (query) => ({ query, hits: [], names: [], lacking: [], facts: new Map() });
  let answer = nothing("");
  let shown = PAGE, turn = 0;

  const factsOf = (hit) => answer.facts.get(hit.number);
  function passes(hit, except) {
    const facts = factsOf(hit);
    const chosen = [...ANY_OF, ...ALL_OF].filter((key) => state[key].size && key !== except);
    if (!facts) return !chosen.length;
    return chosen.every((key) => {
      const there = facts[key].map(([id]) => id);
      return ANY_OF.includes(key) ? there.some((id) => state[key].has(id)) : [...state[key]].every((id) => there.includes(id));
    });
  }

  function narrowed() {
    const hits = answer.hits.filter((hit) => passes(hit));
    if (state.sort) {
      const sign = state.sort === "newest" ? -1 : 1;
      const day = (hit) => factsOf(hit)?.day || (sign < 0 ? "" : "~"); // the undated come last
      hits.sort((one, other) => sign * (day(one) < day(other) ? -1 : day(one) > day(other) ? 1 : 0) || other.score - one.score);
    }
    return hits;
  }

  function showFacets() {
    for (const details of facets.querySelectorAll("[data-facet]")) {
      const key = details.dataset.facet;
      const counts = new Map();
      for (const hit of answer.hits) {
        if (!passes(hit, ANY_OF.includes(key) ? key : undefined)) continue;
        for (const [id, name] of factsOf(hit)?.[key] ?? []) {
          const one = counts.get(id) ?? { id, name, count: 0 };
          one.count++;
          counts.set(id, one);
        }
      }
      for (const id of state[key]) if (!counts.has(id)) counts.set(id, { id, name: nameOf(key, id), count: 0 });
      const order = key === "year" ? (one, other) => (one.id < other.id ? 1 : -1)
        : (one, other) => other.count - one.count || one.name.localeCompare(other.name, language);
      const choices = [...counts.values()].sort(order).sort((one, other) => state[key].has(other.id) - state[key].has(one.id));
      const list = details.querySelector("ul");
      const more = details.querySelector("button");
      const all = more.dataset.all === answer.query;
      list.replaceChildren(...choices.slice(0, all ? choices.length : CHOICES).map((choice) => {
        const item = copy("choice");
        const input = item.querySelector("input");
        input.name = key;
        input.value = choice.id;
        input.checked = state[key].has(choice.id);
        item.querySelector("span").textContent = choice.name;
        item.querySelector("b").textContent = number.format(choice.count);
        return item;
      }));
      details.hidden = !choices.length || Boolean(state.kind && state.kind !== "articles");
      more.hidden = all || choices.length <= CHOICES;
    }
    facets.querySelector(".narrow").hidden = ![...facets.querySelectorAll("[data-facet]")].some((details) => !details.hidden);
    facets.querySelector(".again").hidden = ![...ANY_OF, ...ALL_OF].some((key) => state[key].size) && !state.kind;
    showKinds();
  }

  function nameOf(key, id) {
    for (const facts of answer.facts.values()) for (const [one, name] of facts[key]) if (one === id) return name;
    return key === "year" && id === "-" ? say.undated : id.split("/").pop();
  }

  function showKinds() {
    for (const input of kinds) {
      const many = input.value === "" ? -1 : input.value === "articles" ? answer.hits.filter((hit) => passes(hit)).length
        : answer.names.filter((name) => name.folder === input.value).length;
      input.checked = input.value === state.kind;
      input.parentElement.hidden = !many && !input.checked;
      if (many >= 0) input.parentElement.querySelector("b").textContent = number.format(many);
    }
  }

  function showNames() {
    const names = !state.kind ? answer.names : answer.names.filter((name) => name.folder === state.kind);
    const more = named.querySelector("button");
    const all = state.kind || more.dataset.all === answer.query;
    named.hidden = !names.length || state.kind === "articles";
    more.hidden = Boolean(all) || names.length <= NAMES;
    named.querySelector("ul").replaceChildren(...names.slice(0, all ? names.length : NAMES).map((name) => {
      const item = copy("name");
      const link = item.querySelector("a");
      link.href = new URL(encodeURI(name.path), root);
      link.textContent = name.name;
      item.querySelector("b").textContent = name.as;
      item.querySelector("small").textContent = `${folderNames.get(name.folder) ?? ""} · ${countOf("articles", name.articles)}`;
      return item;
    }));
    return named.hidden ? 0 : names.length;
  }

  async function showTexts(hits, mine) {
    const list = texts.querySelector("ol");
    const wanted = hits.slice(0, shown);
    const cards = await cardsOf(wanted.map((hit) => hit.number));
    if (mine !== turn) return;
    const items = wanted.filter((hit) => cards.has(hit.number)).map((hit) => {
      const standing = [...list.children].find((item) => item.dataset.of === `${hit.number} ${answer.query}`);
      return standing ?? itemOf(hit, cards.get(hit.number));
    });
    list.replaceChildren(...items);
    texts.querySelector(".more").hidden = hits.length <= shown;
  }

  function itemOf(hit, card) {
    const item = copy("hit");
    const link = item.querySelector("a");
    const isAsked = likeOneOf(askedWords(answer.query));
    item.dataset.of = `${hit.number} ${answer.query}`;
    link.href = new URL(encodeURI(card.path), root);
    if (card.language) link.lang = card.language;
    link.parentElement.dir = "auto";
    link.textContent = card.supplied ? "[" : "";
    put(link, card.title, wordsOf(card.title).filter(([word]) => isAsked(word)));
    if (card.supplied) link.append("]");
    const by = item.querySelector(".by");
    const told = card.day ? document.createElement("time") : document.createElement("span");
    if (card.day) told.dateTime = card.day;
    told.textContent = card.day ? dayOf(card.day) : say.undated;
    if (card.source) {
      const source = document.createElement("bdi");
      source.textContent = card.source;
      by.append(source, " · ");
    }
    by.append(told);
    if (card.inferred) by.append(` (${say.inferred})`);
    fillIn(item.querySelector("ul"), hit, card, answer.query);
    return item;
  }

  async function fillIn(list, hit, card, query) {
    try {
      const passages = passagesOf(await sentencesOf(card.path), hit.words, query);
      list.dir = "auto"; // all are of one article
      list.append(...passages.map((passage) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = `${new URL(encodeURI(card.path), root)}#${passage.id}`;
        if (card.language) link.lang = card.language;
        putPassage(link, passage);
        item.append(link);
        return item;
      }));
    } catch { /* the title alone leads there too */ }
    if (!list.children.length) list.remove();
  }

  async function show() {
    const mine = ++turn;
    const isAsked = Boolean(answer.query);
    found.hidden = !isAsked || (!answer.hits.length && !answer.names.length);
    instead.hidden = isAsked && !found.hidden;
    if (!isAsked) { status.textContent = ""; return; }
    showFacets();
    const names = showNames();
    const hits = narrowed();
    const withTexts = !state.kind || state.kind === "articles";
    texts.hidden = !withTexts || !hits.length;
    sort.value = state.sort;
    const articles = withTexts ? hits.length : 0;
    const counted = articles && names ? fill(say.and, { articles: countOf("articles", articles), names: countOf("names", names) })
      : names ? countOf("names", names) : countOf("articles", articles);
    const lacking = answer.lacking.map((word) => `“${word}”`).join(" ");
    status.textContent = fill(!articles && !names ? say.nothing : articles && lacking ? say.lacking : say.found,
      { found: counted, query: answer.query, words: lacking });
    if (!texts.hidden) await showTexts(hits, mine);
  }

  let asking = 0;
  async function ask() {
    const mine = ++asking;
    const query = state.q.trim();
    if (!query) { answer = nothing(query); await show(); return; }
    const slow = setTimeout(() => { status.textContent = say.busy; }, 400);
    try {
      let [hits, names] = await Promise.all([articlesFor(query), namesFor(query)]);
      const lacking = hits.length ? await lackingIn(hits[0], query) : [];
      if (isAll(lacking, query)) hits = [];
      const facts = await facetsOf(hits.map((hit) => hit.number));
      if (mine !== asking) return;
      if (query !== answer.query) shown = PAGE;
      answer = { query, hits, names, lacking: hits.length ? lacking : [], facts };
      await show();
    } catch (error) {
      if (mine !== asking) return;
      console.warn(error);
      status.textContent = say.failed;
      found.hidden = true;
      instead.hidden = false;
    } finally {
      clearTimeout(slow);
    }
  }

  // ---------------------------------------------------------------- what a reader does

  function start() {
    if (location.protocol === "file:") {
      document.querySelector(".from-file").hidden = false;
      return;
    }
    let waiting;
    let typed = false;
    box.addEventListener("focus", () => { begin().catch(() => {}); }, { once: true });
    box.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        state.q = box.value;
        write(!typed); // the first letter is a step that one can go back from, those after it are not
        typed = true;
        ask();
      }, 180);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(waiting);
      state.q = box.value;
      write(!typed);
      typed = false;
      ask();
    });
    facets.addEventListener("change", ({ target }) => {
      if (target.name === "kind") state.kind = target.value;
      else if (target.checked) state[target.name].add(target.value);
      else state[target.name].delete(target.value);
      again(target);
    });
    facets.querySelector(".again").addEventListener("click", () => {
      state = { ...empty(), q: state.q, sort: state.sort };
      again();
      kinds[0].focus();
    });
    sort.addEventListener("change", () => { state.sort = sort.value; again(); });
    for (const button of document.querySelectorAll("details .more, .named .more")) {
      button.addEventListener("click", () => {
        const list = button.previousElementSibling;
        const old = list.children.length;
        button.dataset.all = answer.query;
        show();
        list.children[old]?.querySelector("a, input")?.focus();
      });
    }
    texts.querySelector(".more").addEventListener("click", async () => {
      const list = texts.querySelector("ol");
      const old = list.children.length;
      shown += PAGE;
      await show();
      list.children[old]?.querySelector("a").focus();
    });
    addEventListener("popstate", () => { readAddress(); ask(); });
    if (matchMedia("(min-width: 56rem)").matches) for (const one of facets.querySelectorAll("details")) one.open = true;
    readAddress();
    if (!state.q) box.focus({ preventScroll: true });
    ask();
  }

  function again(target) {
    shown = PAGE;
    write(true);
    show();
    if (target?.type === "checkbox") // its place in the list may be another now
      [...facets.querySelectorAll("input")].find((one) => one.name === target.name && one.value === target.value)?.focus();
  }

  start();
})();
