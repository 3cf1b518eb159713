import {
  checkVariables,
  PROCESSING_VARIABLES,
  TRAINING_VARIABLES,
} from '../../../lib/pipelines/private/environment-variables';
import { told } from './told';

test.each([
  { kind: 'processing', limits: PROCESSING_VARIABLES, longest: 256 },
  { kind: 'training', limits: TRAINING_VARIABLES, longest: 512 },
])('a variable of a $kind job has up to $longest characters, its name too', ({ limits, longest }) => {
  const name = 'A'.repeat(longest);

  expect(told((problems) => checkVariables(problems, 'vars', limits, { [name]: 'a'.repeat(longest) }))).toEqual([]);
  expect(
    told((problems) => checkVariables(problems, 'vars', limits, { [`${name}A`]: 'a', B: 'a'.repeat(longest + 1) })),
  ).toEqual([
    `TextTooLong: vars.B has ${longest + 1} characters, SageMaker takes up to ${longest}; shorten it`,
    `VariableNameMalformed: vars has "${name}A", the name of an environment variable is up to ${longest} letters, digits and underscores, the first no digit; write one as "LOG_LEVEL"`,
  ]);
});

test.each(['LOG_LEVEL', '_x1'])('%s is a name', (name) => {
  expect(told((problems) => checkVariables(problems, 'vars', PROCESSING_VARIABLES, { [name]: 'a' }))).toEqual([]);
});

test.each(['1x', 'log-level', ''])('"%s" is no name', (name) => {
  expect(told((problems) => checkVariables(problems, 'vars', PROCESSING_VARIABLES, { [name]: 'a' }))).toHaveLength(1);
});

test('variables of the step itself count, and are not given twice', () => {
  const given = Object.fromEntries([...Array(100).keys()].map((i) => [`V${i}`, '']));

  expect(
    told((problems) => checkVariables(problems, 'vars', PROCESSING_VARIABLES, given, { V1: '', OWN: '' })),
  ).toEqual([
    'TooManyEntries: vars has 101 entries, SageMaker takes up to 100 environment variables; leave out those that are not needed',
    'EnvironmentVariableReserved: vars.V1 is given, the step sets this variable itself; leave it out',
  ]);
});
