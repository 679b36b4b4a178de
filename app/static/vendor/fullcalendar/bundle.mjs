// Makes fullcalendar.js and fullcalendar.css, the week and day of FullCalendar. Run by hand when it is updated:
//
//   mkdir /tmp/fullcalendar && cd /tmp/fullcalendar
//   npm install fullcalendar@7.1.0 temporal-polyfill@1.0.8 esbuild@0.25.12
//   cp <repository>/app/static/vendor/fullcalendar/bundle.mjs .
//   npx esbuild bundle.mjs --bundle --minify --format=iife --legal-comments=inline --outfile=<repository>/app/static/vendor/fullcalendar/fullcalendar.js
//
// Its colours are custom properties, which app.css sets from our tokens; its palettes are left out.
import "fullcalendar/skeleton.css";
import "fullcalendar/themes/classic/theme.css";
import { Calendar } from "fullcalendar";
import zh from "fullcalendar/locales/zh-cn";
import theme from "fullcalendar/themes/classic";
import timeGrid from "fullcalendar/timegrid";

window.FullCalendar = { Calendar, plugins: [timeGrid, theme], locales: [zh] };
