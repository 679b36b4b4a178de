// Makes echarts.js, the bars of ECharts. Run by hand when it is updated:
//
//   mkdir /tmp/echarts && cd /tmp/echarts
//   npm install echarts@6.1.0 esbuild@0.25.12
//   cp <repository>/app/static/vendor/echarts/bundle.mjs .
//   npx esbuild bundle.mjs --bundle --minify --format=iife --legal-comments=inline --outfile=<repository>/app/static/vendor/echarts/echarts.js
//
// It draws on a canvas: the other renderer writes style attributes, which our content security policy refuses.
import { BarChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import * as core from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";

core.use([BarChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, LabelLayout, CanvasRenderer]);
window.echarts = { init: core.init };
