// Makes sprite.svg from the outline icons named below (add a name, run again, commit both files):
//
//   mkdir /tmp/icons && cd /tmp/icons && npm install @tabler/icons@3.51.0
//   cp <repository>/app/static/vendor/tabler-icons/sprite.mjs . && node sprite.mjs > <repository>/app/static/vendor/tabler-icons/sprite.svg
import { readFileSync } from "node:fs";

const names = `
home rocket users users-group user user-star user-plus user-check user-circle building building-bank building-skyscraper
building-factory-2 building-community briefcase coin cash wallet receipt presentation presentation-analytics calendar
calendar-event calendar-plus calendar-time bell bell-off search settings adjustments-horizontal sun moon device-desktop
language world upload download cloud-upload file file-text file-spreadsheet file-type-pdf files folder paperclip check checks
circle-check x circle-x alert-triangle alert-circle info-circle help-circle lock lock-open eye eye-off pin pinned ban refresh
rotate history arrow-back-up chevron-left chevron-right chevron-up chevron-down chevrons-left chevrons-right selector
plus minus edit pencil archive trash mail phone map-pin map-2 tag tags hash chart-bar chart-line chart-pie chart-dots
report-analytics trending-up trending-down gauge list list-check list-numbers clipboard-check clipboard-list checklist filter
filter-off sort-ascending sort-descending arrows-sort external-link link logout login shield shield-check shield-lock key
fingerprint clock clock-hour-4 hourglass star star-filled heart-handshake bulb scale gavel microphone microphone-2 video
device-tv broadcast player-play player-stop qrcode printer message messages message-circle send inbox arrow-left arrow-right
arrow-up arrow-down arrow-up-right arrows-exchange dots dots-vertical menu-2 table layout-kanban layout-grid layout-dashboard
layout-sidebar-left-collapse layout-sidebar-left-expand certificate award trophy medal target target-arrow sparkles
thumb-up thumb-down flag bookmark copy share speakerphone news school affiliate sitemap network git-branch
database server activity bug robot wand percentage calculator ticket contract signature id id-badge-2 plane world-pin
coin-yuan currency-yuan photo camera circle circle-dashed circle-plus circle-minus confetti microscope atom cpu heart heart-filled bookmark-filled
pin-filled player-pause volume stack-2 versions components puzzle coins cash-banknote pig-money report-money chart-arrows
chart-histogram chart-donut file-download file-upload file-check file-x file-certificate folder-plus user-x user-off user-cog
user-search user-minus user-edit user-down user-up user-shield user-question user-pause user-heart users-plus mail-opened mail-forward message-plus message-2 calendar-off calendar-check calendar-x
calendar-stats calendar-month clock-play alarm bell-ringing lock-check shield-x shield-half lifebuoy help compass map
building-store building-warehouse building-arch buildings home-2 door-enter door-exit armchair table-export table-import
columns columns-3 sort-a-z arrow-big-up-lines switch-horizontal transfer replace stethoscope test-pipe license ruler-2 chalkboard podium wifi-off mood-empty route
`.trim().split(/\s+/);

const symbols = [], missing = [];
for (const name of [...new Set(names)].sort()) {
  const filled = name.endsWith("-filled");
  const path = `node_modules/@tabler/icons/icons/${filled ? "filled" : "outline"}/${filled ? name.slice(0, -7) : name}.svg`;
  let svg;
  try { svg = readFileSync(path, "utf8"); } catch { missing.push(name); continue; }
  const body = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"))
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "").replace(/\s*\n\s*/g, "").replace(/ \/>/g, "/>");
  symbols.push(`<symbol id="tabler-${name}" viewBox="0 0 24 24"${filled ? ' fill="currentColor" stroke="none"' : ""}>${body}</symbol>`);
}
if (missing.length) console.error("not found:", missing.join(" "));
console.error(symbols.length, "icons");
console.log(`<svg xmlns="http://www.w3.org/2000/svg"><!-- Tabler Icons 3.51.0, MIT, © 2020-2026 Paweł Kuna, https://tabler.io/icons -->\n${symbols.join("\n")}\n</svg>`);
