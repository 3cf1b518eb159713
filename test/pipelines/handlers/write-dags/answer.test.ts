import { answerAfter, AnswerRefused } from '../../../../lib/pipelines/handlers/write-dags/answer';
import { CREATE, DELETE } from './requests';

let put: jest.SpyInstance;

beforeEach(() => {
  put = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response());
});

afterEach(() => jest.restoreAllMocks());

test('CloudFormation is told where it said, in a request without a type of content', async () => {
  await answerAfter(CREATE, () => Promise.resolve());

  expect(put).toHaveBeenCalledWith(CREATE.ResponseURL, {
    method: 'PUT',
    headers: { 'Content-Type': '' },
    body: JSON.stringify({
      StackId: CREATE.StackId,
      RequestId: 'request-1',
      LogicalResourceId: 'Dags',
      PhysicalResourceId: 'Dags',
      Status: 'SUCCESS',
    }),
  });
});

test('what is there keeps its name, so that an update replaces nothing', async () => {
  await answerAfter({ ...DELETE, PhysicalResourceId: 'given-before' }, () => Promise.resolve());

  expect(told()).toMatchObject({ PhysicalResourceId: 'given-before', Status: 'SUCCESS' });
});

test('a failure is told with its reason', async () => {
  const error = Object.assign(new Error('please reduce your request rate'), { name: 'SlowDown' });

  await answerAfter(CREATE, () => Promise.reject(error));

  expect(told()).toMatchObject({ Status: 'FAILED', Reason: 'SlowDown: please reduce your request rate' });
});

test('a long reason is cut to what CloudFormation takes', async () => {
  await answerAfter(CREATE, () => Promise.reject(new Error('x'.repeat(5_000))));

  expect(told()).toMatchObject({ Reason: `Error: ${'x'.repeat(993)}` });
});

test('when CloudFormation does not take the answer, the function fails, so that Lambda calls it again', async () => {
  put.mockResolvedValue(new Response(undefined, { status: 503 }));

  const answered = answerAfter(CREATE, () => Promise.resolve());

  await expect(answered).rejects.toThrow(new AnswerRefused('CloudFormation refuses the answer with 503'));
});

function told(): unknown {
  const [, { body }] = put.mock.calls[0] as [string, { body: string }];

  return JSON.parse(body);
}
