import { AccessTable, allowed, brokenRows, by, countsOf, denied, Row } from './access-table';
import { administrator, Principal } from './principals';
import { SynthesisedPlatform } from './synthesised-platform';

const ACCOUNT = '666666666666';
const NOTEBOOK = `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:notebook-instance/mine`;
const OTHER_NOTEBOOK = `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:notebook-instance/yours`;

const PLATFORM = new SynthesisedPlatform([], {
  organizationId: 'o-a1b2c3d4e5',
  managementAccount: '111111111111',
  placement: { [ACCOUNT]: 'Workloads/marine/dev' },
});

const READER: Principal = {
  ...administrator(ACCOUNT, 'reader'),
  policies: [
    {
      name: 'reading',
      policy: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sagemaker:DescribeNotebookInstance', Resource: NOTEBOOK }],
      },
    },
  ],
};

test('lines that hold are not told', async () => {
  const table = tableOf(
    allowed('looks at a notebook', 'sagemaker:DescribeNotebookInstance', NOTEBOOK),
    denied('deletes a notebook', 'sagemaker:DeleteNotebookInstance', NOTEBOOK),
    by(administrator(ACCOUNT), allowed('deletes a notebook', 'sagemaker:DeleteNotebookInstance', NOTEBOOK)),
  );

  const broken = await brokenRows(PLATFORM, table);

  expect(broken).toEqual([]);
});

test('a line that does not hold is a sentence that names what decided', async () => {
  const table = tableOf(
    denied('looks at a notebook', 'sagemaker:DescribeNotebookInstance', NOTEBOOK),
    allowed('deletes a notebook', 'sagemaker:DeleteNotebookInstance', NOTEBOOK),
    by(administrator(ACCOUNT), denied('deletes a notebook', 'sagemaker:DeleteNotebookInstance', NOTEBOOK)),
  );

  const broken = await brokenRows(PLATFORM, table);

  expect(broken).toEqual([
    'a reader: looks at a notebook: should be denied, is allowed by reading',
    'a reader: deletes a notebook: should be allowed, is denied by default, for nothing allows it',
    'somebody-else of 666666666666: deletes a notebook: should be denied, is allowed by AdministratorAccess',
  ]);
});

test('a line about several resources is allowed if it is for each of them', async () => {
  const table = tableOf(
    denied('looks at two notebooks', 'sagemaker:DescribeNotebookInstance', [NOTEBOOK, OTHER_NOTEBOOK]),
  );

  const broken = await brokenRows(PLATFORM, table);

  expect(broken).toEqual([]);
});

test('the lines of a table are counted', () => {
  const counts = countsOf(tableOf(allowed('a', 'ec2:DescribeSubnets'), denied('b', 'ec2:DescribeVpcs')));

  expect(counts).toEqual({ allowed: 1, denied: 1 });
});

function tableOf(...rows: Row[]): AccessTable {
  return { about: 'a reader', who: READER, rows };
}
