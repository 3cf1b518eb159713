import {
  containersOnNetwork,
  openNotebooks,
  outsideVpc,
  studioOnInternet,
} from '../../../lib/organization/private/network-denials';

const SUBNET = 'subnet-0a1b2c3d4e5f67890';
const GROUP = 'sg-0a1b2c3d4e5f67890';

test('a network is demanded by one statement for each of its parts, with or without a job definition', () => {
  const denials = outsideVpc({});

  expect(denials.map(({ sid }) => sid)).toEqual([
    'WithoutSubnets',
    'WithoutSecurityGroups',
    'MonitorWithoutSubnets',
    'MonitorWithoutSecurityGroups',
  ]);
});

test('a list of subnets or groups denies the others', () => {
  const denials = outsideVpc({ subnetIds: [SUBNET], securityGroupIds: [GROUP] });

  expect(denials.slice(4).map(({ conditions }) => conditions)).toEqual([
    { 'ForAnyValue:StringNotEquals': { 'sagemaker:VpcSubnets': [SUBNET] } },
    { 'ForAnyValue:StringNotEquals': { 'sagemaker:VpcSecurityGroupIds': [GROUP] } },
  ]);
});

test('a domain that does not say how it reaches the network is denied, and a change that leaves it alone is not', () => {
  const [created, changed] = studioOnInternet();

  expect(created.conditions).toEqual({ StringNotEquals: { 'sagemaker:AppNetworkAccessType': 'VpcOnly' } });
  expect(changed.conditions).toEqual({ StringEquals: { 'sagemaker:AppNetworkAccessType': 'PublicInternetOnly' } });
});

test('a container that does not say whether it is isolated counts as one that is not', () => {
  const [denial] = containersOnNetwork();

  expect(denial.conditions).toEqual({ BoolIfExists: { 'sagemaker:NetworkIsolation': 'false' } });
});

test('the internet and root are denied to notebooks by statements of their own', () => {
  const denials = openNotebooks();

  expect(denials.map(({ sid }) => sid)).toEqual(['NotebookOnInternet', 'NotebookWithRoot', 'NotebookGivenRoot']);
});
