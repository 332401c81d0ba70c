// Charts of desk pages: [data-chart] names the JSON script element to draw. Without JavaScript the table below tells the same.

const style = getComputedStyle(document.documentElement);
const token = (name) => style.getPropertyValue(`--x-${name}`).trim();
const tones = { good: token("good"), warn: token("warn"), calm: token("line"), accent: token("accent") };
// Never by colour alone: stripes for who is short, dots for what is not known.
const decals = {
  warn: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4, color: "rgba(255, 255, 255, .45)" },
  calm: { symbol: "circle", dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [6, 0], symbolSize: .5, color: "rgba(27, 39, 51, .35)" },
};

const optionsOf = (given, width) => {
  const size = parseFloat(style.fontSize) * .8125;
  const text = { color: token("ink"), fontSize: size, fontFamily: getComputedStyle(document.body).fontFamily };
  const unit = given.unit ?? "";
  // The first row stands on top, so a line starts there.
  const mark = given.mark && {
    silent: true,
    symbol: "none",
    lineStyle: { color: token("bad"), type: "dashed", width: 2 },
    label: { ...text, position: "start", color: token("bad"), formatter: given.mark.words },
    data: [{ xAxis: given.mark.at }],
  };
  return {
    animation: false,
    textStyle: text,
    grid: { left: 8, right: 24, top: given.mark ? size * 2.2 : size * 2.6, bottom: 4, containLabel: true },
    legend: { show: given.bars.length > 1, top: 0, left: 0, textStyle: text },
    xAxis: { type: "value", max: given.most && ((found) => Math.max(given.most, Math.ceil(found.max))), axisLabel: { ...text, formatter: `{value}${unit}`, hideOverlap: true } },
    yAxis: {
      type: "category",
      inverse: true,
      data: given.names,
      axisTick: { show: false },
      axisLabel: { ...text, interval: 0, width: Math.min(width * .4, size * 18), overflow: "break" },
    },
    series: given.bars.map((bar, place) => ({
      type: "bar",
      name: bar.name,
      stack: "all",
      barMaxWidth: size * 1.4,
      itemStyle: { color: tones[bar.tone], decal: decals[bar.tone] },
      // A number stands where it has room; the table has them all.
      label: { show: Boolean(unit), position: "right", ...text, formatter: `{c}${unit}` },
      data: bar.values,
      markLine: place === 0 ? mark : undefined,
    })),
  };
};

for (const box of document.querySelectorAll("[data-chart]")) {
  const given = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  const chart = window.echarts.init(box);
  new ResizeObserver(() => {
    chart.resize();
    chart.setOption(optionsOf(given, box.clientWidth), true);
  }).observe(box);
}
