import { SeriesOption, init } from 'echarts';

/** A line chart: what it shows, its two axes and its lines. */
export interface LineChart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly LineSeries[];

  /** Where the axes end; the largest value, rounded up, when there is none. */
  readonly xMax?: number;
  readonly yMax?: number;

  /** Moments that a reader must see: dashed lines from top to bottom with a word each. */
  readonly marks?: readonly Mark[];
}

/** One line. Lines of the same name have the same colour, in every chart of a drawing. */
export interface LineSeries {
  readonly name: string;
  readonly points: ReadonlyArray<readonly [x: number, y: number]>;

  /** The value holds until the next point, instead of moving towards it. */
  readonly stepped?: boolean;
}

export interface Mark {
  readonly x: number;
  readonly label: string;
}

const WIDTH = 800;
const HEIGHT = 356;
const MARGIN = { left: 72, right: 32, top: 92, bottom: 52 };
const MARK_COLOUR = '#8a8f99';

/** Draws line charts below each other as one SVG; the same charts give the same text. */
export function lineCharts(charts: readonly LineChart[]): string {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT * charts.length });

  try {
    drawing.setOption({
      animation: false,
      backgroundColor: '#ffffff',
      title: charts.map(({ title }, row) => ({ text: title, left: MARGIN.left, top: row * HEIGHT + 12 })),
      legend: charts.map(({ series }, row) => ({
        data: [...new Set(series.map(({ name }) => name))],
        icon: 'roundRect',
        itemHeight: 4,
        left: MARGIN.left - 5,
        top: row * HEIGHT + 44,
        itemGap: 28,
      })),
      grid: charts.map((_, row) => ({
        left: MARGIN.left,
        right: MARGIN.right,
        top: row * HEIGHT + MARGIN.top,
        height: HEIGHT - MARGIN.top - MARGIN.bottom,
      })),
      xAxis: charts.map(({ xLabel, xMax }, row) => ({ ...axis(xLabel, row, xMax), nameGap: 28 })),
      yAxis: charts.map(({ yLabel, yMax }, row) => ({ ...axis(yLabel, row, yMax), nameGap: 48 })),
      series: charts.flatMap((chart, row) => chart.series.map((series, index) => line(chart, series, row, index))),
    });
    return stillPicture(drawing.renderToSVGString());
  } finally {
    drawing.dispose();
  }
}

/** Without what is for a mouse, and without names that count the drawings of this process. */
function stillPicture(svg: string): string {
  const still = svg.replace(/<style >.*<\/style>\n/s, '').replaceAll(/ (class|pointer-events|ecmeta_\w+)="[^"]*"/g, '');

  return `${still.replaceAll(/\bzr\d+-/g, '')}\n`;
}

function axis(name: string, gridIndex: number, max: number | undefined): object {
  return { type: 'value', name, nameLocation: 'middle', gridIndex, max };
}

function line({ marks = [] }: LineChart, series: LineSeries, row: number, index: number): SeriesOption {
  return {
    type: 'line',
    name: series.name,
    xAxisIndex: row,
    yAxisIndex: row,
    data: series.points.map(([x, y]) => [x, y]),
    step: series.stepped === true ? 'end' : false,
    showSymbol: false,
    silent: true,
    markLine:
      index > 0
        ? undefined
        : {
            symbol: 'none',
            silent: true,
            lineStyle: { color: MARK_COLOUR, type: 'dashed' },
            data: marks.map(({ x, label }) => ({ xAxis: x, label: { formatter: label, color: MARK_COLOUR } })),
          },
  };
}
