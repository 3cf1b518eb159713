import { LineChart, lineCharts } from '../../scripts/svg-chart';

const TRAFFIC: LineChart = {
  title: 'Traffic',
  xLabel: 'minutes',
  yLabel: 'share',
  series: [
    {
      name: 'blue & old',
      points: [
        [0, 1],
        [10, 0.5],
        [20, 0],
      ],
    },
    {
      name: 'green',
      points: [
        [0, 0],
        [10, 0.5],
        [20, 1],
      ],
    },
  ],
  yMax: 1,
};

test('a chart says its title, its axes and the names of its lines', () => {
  const svg = lineCharts([TRAFFIC]);

  expect(texts(svg)).toEqual(expect.arrayContaining(['Traffic', 'minutes', 'share', 'blue &amp; old', 'green']));
  expect(svg).toMatch(/^<svg width="800" height="356" .*\n<\/svg>\n$/s);
});

test('the same chart gives the same text, however often it is drawn', () => {
  const [first, second] = [lineCharts([TRAFFIC]), lineCharts([TRAFFIC])];

  expect(second).toBe(first);
  expect(first).not.toContain('class=');
});

test('a stepped line holds its value until the next point', () => {
  const series = (stepped: boolean): LineChart => ({
    ...TRAFFIC,
    series: [
      {
        name: 'green',
        points: [
          [0, 0],
          [10, 1],
        ],
        stepped,
      },
    ],
  });

  const [straight, stepped] = [lineCharts([series(false)]), lineCharts([series(true)])];

  expect(lineIn(straight)).toBe('M72 304L768 92');
  expect(lineIn(stepped)).toBe('M72 304L768 304L768 92');
});

test('an axis ends where it is told to', () => {
  const svg = lineCharts([{ ...TRAFFIC, xMax: 30 }]);

  expect(texts(svg)).toContain('30');
});

test('a mark is written beside its line', () => {
  const svg = lineCharts([{ ...TRAFFIC, marks: [{ x: 10, label: 'half' }] }]);

  expect(texts(svg).filter((text) => text === 'half')).toHaveLength(1);
});

test('several charts stand below each other', () => {
  const svg = lineCharts([TRAFFIC, { ...TRAFFIC, title: 'Errors' }]);

  expect(svg).toContain('height="712"');
  expect(texts(svg)).toEqual(expect.arrayContaining(['Traffic', 'Errors']));
});

function texts(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
}

/** The line itself: the path that is clipped to the chart. */
function lineIn(svg: string): string | undefined {
  return /<g clip-path[^>]*>\n<path d="([^"]*)"/.exec(svg)?.[1];
}
