import { checkCommand } from '../../../lib/pipelines/private/command-checks';
import { told } from './told';

const WORD = 'a'.repeat(256);

test('a command has up to a hundred words of up to 256 characters', () => {
  const words = Array<string>(100).fill(WORD);

  expect(told((problems) => checkCommand(problems, 'step', { entrypoint: words, arguments: words }))).toEqual([]);
});

test('more is too much', () => {
  const [words, long] = [Array<string>(101).fill('a'), `${WORD}a`];

  expect(
    told((problems) => checkCommand(problems, 'step', { entrypoint: ['python3', long], arguments: words })),
  ).toEqual([
    'TextTooLong: step.entrypoint[1] has 257 characters, SageMaker takes up to 256; shorten it',
    'CommandTooLong: step.arguments has 101 entries, SageMaker takes up to 100 words; put them in a file that the job gets as an input',
  ]);
});

test('a container may have no command of its own', () => {
  expect(told((problems) => checkCommand(problems, 'step', {}))).toEqual([]);
});
