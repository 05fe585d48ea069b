// Says under each picture how it was delivered.
for (const figure of document.querySelectorAll("#gallery figure")) {
  const image = figure.querySelector("img");
  const caption = figure.querySelector("figcaption");
  fetch(image.src, { method: "HEAD", cache: "no-store" })
    .then(({ headers }) => {
      const parts = [headers.get("x-cache") ?? "not from an edge", headers.get("x-amz-cf-pop")];
      if (headers.has("age")) parts.push(`${headers.get("age")} s old`);
      caption.textContent += `: ${parts.filter(Boolean).join(", ")}`;
    })
    .catch(() => { caption.textContent += ": not reachable"; });
}
