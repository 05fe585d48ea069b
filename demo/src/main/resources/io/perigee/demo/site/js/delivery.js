// Fetches a few things of this site and shows how each was delivered, by the headers that came with it.
const PATHS = ["/", "/css/site.css", "/img/azure.jpg", "/img/cat.jpg", "/api/time"];

const rows = document.querySelector("#deliveries tbody");
const headers = document.querySelector("#headers");
const button = document.querySelector("#again");

function cell(row, text, style) {
  const td = row.insertCell();
  td.textContent = text ?? "–";
  if (style) td.className = style;
}

function styleOf(cache) {
  if (!cache) return "";
  return /hit/i.test(cache) ? "hit" : "miss";
}

function size(bytes) {
  return bytes < 10_000 ? `${bytes} B` : `${Math.round(bytes / 1000)} KB`;
}

async function deliver(path) {
  const begun = performance.now();
  // The browser's own cache would hide the network's.
  const response = await fetch(path, { cache: "no-store" });
  const body = await response.arrayBuffer();
  return { path, response, bytes: body.byteLength, millis: performance.now() - begun };
}

function show({ path, response, bytes, millis }) {
  const row = rows.insertRow();
  const cache = response.headers.get("x-cache");
  cell(row, path);
  cell(row, response.status);
  cell(row, cache ?? "not from an edge", styleOf(cache));
  cell(row, response.headers.get("x-amz-cf-pop"));
  cell(row, response.headers.has("age") ? `${response.headers.get("age")} s` : null);
  cell(row, size(bytes));
  cell(row, `${millis.toFixed(1)} ms`);
  headers.textContent = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
}

async function deliverAll() {
  button.disabled = true;
  rows.replaceChildren();
  for (const path of PATHS) {
    try {
      show(await deliver(path));
    } catch (error) {
      const row = rows.insertRow();
      cell(row, path);
      cell(row, `failed: ${error.message}`, "miss");
    }
  }
  button.disabled = false;
}

button.addEventListener("click", deliverAll);
deliverAll();
