// The camera of the check-in desk. Typing the code and finding the name work without it.
const SAME_AGAIN = 4000, BETWEEN = 120, LARGEST = 720;

for (const box of document.querySelectorAll("[data-camera]")) prepare(box);

function prepare(box) {
  const text = JSON.parse(box.dataset.text), button = box.querySelector("button"), video = box.querySelector("video");
  const view = box.querySelector(".camera-view"), problem = box.querySelector(".field-error");
  let stream = null, read = null, last = "", lastAt = 0;

  const say = (message) => { problem.textContent = message; problem.hidden = !message; };
  button.addEventListener("click", () => (stream ? stop() : start()));
  addEventListener("pagehide", stop);

  async function start() {
    say("");
    if (!navigator.mediaDevices?.getUserMedia) return say(text.none);
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch (error) {
      return say(error.name === "NotAllowedError" ? text.denied : text.none);
    }
    read ??= await reader(box.dataset.decoder);
    video.srcObject = stream;
    await video.play();
    view.hidden = false;
    button.lastElementChild.textContent = text.stop;
    look();
  }

  function stop() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    view.hidden = true;
    button.lastElementChild.textContent = text.start;
  }

  async function look() {
    if (!stream) return;
    const found = video.readyState >= video.HAVE_CURRENT_DATA ? await read(video) : "";
    const now = performance.now();
    if (found && (found !== last || now - lastAt > SAME_AGAIN)) {
      [last, lastAt] = [found, now];
      navigator.vibrate?.(80);
      await htmx.ajax("POST", box.dataset.url, { target: "#desk-result", source: box, values: { code: found } });
    } else if (found) {
      lastAt = now; // the same ticket still stands before the camera
    }
    setTimeout(look, BETWEEN);
  }
}

// The browser's own detector where there is one, otherwise the decoder of this installation, loaded only then.
async function reader(decoder) {
  if ("BarcodeDetector" in window) {
    try {
      const own = new BarcodeDetector({ formats: ["qr_code"] });
      return async (video) => (await own.detect(video).catch(() => []))[0]?.rawValue || "";
    } catch { /* a detector without QR codes */ }
  }
  const { decodeQR } = await import(decoder);
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, LARGEST / Math.max(video.videoWidth, video.videoHeight));
    const width = Math.round(video.videoWidth * scale), height = Math.round(video.videoHeight * scale);
    if (!width || !height) return "";
    if (canvas.width !== width) [canvas.width, canvas.height] = [width, height];
    pen.drawImage(video, 0, 0, width, height);
    try {
      return decodeQR(pen.getImageData(0, 0, width, height)) || "";
    } catch {
      return ""; // no code in this picture
    }
  };
}

// A code that was sent makes room for the next one.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.elt.matches("[data-clear]")) { detail.elt.reset(); detail.elt.querySelector("input[name=code]")?.focus(); }
});
