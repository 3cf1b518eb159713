import { writeLine } from '../../../lib/deployment/handlers/log';
import { linesOf } from './stdout';

test.each(['INFO', 'WARN', 'ERROR'] as const)('what happens is one line of JSON with its level: %s', async (level) => {
  const lines = await linesOf(() => writeLine(level, 'the endpoint is gone', { endpointName: 'abalone' }));

  expect(lines).toEqual([{ level, message: 'the endpoint is gone', endpointName: 'abalone' }]);
});

test('facts that are not known are left out', async () => {
  const lines = await linesOf(() => writeLine('INFO', 'the endpoint is gone', { reason: undefined }));

  expect(lines).toEqual([{ level: 'INFO', message: 'the endpoint is gone' }]);
});
