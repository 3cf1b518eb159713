import { Lazy } from 'aws-cdk-lib';
import { BuiltInAlgorithm, ServingImage } from '../../../lib/deployment';
import {
  checkBringsModel,
  checkContainerName,
  checkHubReference,
  checkInstanceFamily,
  checkModelVersion,
  checkScript,
  checkServesMany,
  checkVariables,
} from '../../../lib/deployment/private/container-checks';
import { OUR_IMAGE, told } from '../served';

const REFERENCE = 'arn:aws:sagemaker:eu-west-1:111111111111:hub-content/acme/ModelReference/llama';
const later = Lazy.string({ produce: () => 'later' });

test('what only a deployment knows, and what is not given, is not judged', () => {
  const found = told((problems) => {
    checkVariables(problems, 'x', { LEVEL: later }, {});
    checkContainerName(problems, 'x', later);
    checkContainerName(problems, 'x', undefined);
    checkModelVersion(problems, 'x', later);
    checkHubReference(problems, 'x', later);
    checkInstanceFamily(problems, 'x', later);
    checkScript(problems, 'x', { entryPoint: later, modelDataUrl: later });
    checkBringsModel(problems, 'x', { image: OUR_IMAGE });
    checkServesMany(problems, 'x', ServingImage.builtInAlgorithm(BuiltInAlgorithm.LINEAR_LEARNER));
  });

  expect(found).toEqual([]);
});

test('a container has up to 100 environment variables, those that it sets itself included', () => {
  const variables = Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`V${i}`, '']));

  const found = told((problems) => {
    checkVariables(problems, 'enough', variables, { OWN: '' });
    checkVariables(problems, 'over', variables, { OWN: '', MORE: '' });
  });

  expect(found).toEqual([
    'EnvironmentTooLarge: over has 101 variables, a container takes up to 100; leave out those that are not needed',
  ]);
});

test('the value of a variable has up to 1,024 bytes', () => {
  const found = told((problems) =>
    checkVariables(problems, 'env', { FITS: 'x'.repeat(1_024), OVER: `${'x'.repeat(1_023)}é` }, {}),
  );

  expect(found).toEqual([
    'VariableTooLong: env.OVER has 1025 bytes, SageMaker takes up to 1024; shorten it, or put it into the model',
  ]);
});

test.each([`${REFERENCE}`, `${REFERENCE}/1.0.0`])('%s refers to a model', (arn) => {
  expect(told((problems) => checkHubReference(problems, 'arn', arn))).toEqual([]);
});

test.each([
  'arn:aws:sagemaker:eu-west-1:aws:hub-content/SageMakerPublicHub/Model/llama/1.0.0',
  `${REFERENCE}${'x'.repeat(200)}`,
])('%s is no reference of a private hub', (arn) => {
  const found = told((problems) => checkHubReference(problems, 'arn', arn));

  expect(found).toEqual([
    `HubContentMalformed: arn is "${arn}", a private hub refers to a model by :hub-content/<hub>/ModelReference/<model>/<version>, in 255 characters or fewer; add the model to the hub, and copy the ARN of the reference`,
  ]);
});

test.each(['ml.c5', 'ml.inf1', 'ml.p6-b200'])('%s is a family', (family) => {
  expect(told((problems) => checkInstanceFamily(problems, 'x', family))).toEqual([]);
});

test.each(['c5', 'ml_c5', 'ml.c5.xlarge'])('%s is no family', (family) => {
  const found = told((problems) => checkInstanceFamily(problems, 'family', family));

  expect(found).toEqual([
    `InstanceFamilyMalformed: family is "${family}", a family of instances reads ml.<family>; write it as "ml.c5", without a size`,
  ]);
});

test('a script comes in an archive', () => {
  const found = told((problems) => checkScript(problems, 'c', { entryPoint: 'inference.py' }));

  expect(found).toEqual([
    'ScriptWithoutArchive: c.modelDataUrl is missing, nothing brings the script; put the script into the folder "code" of the model\'s archive, or give sourceArchiveUrl',
  ]);
});

test('a problem before does not hide a malformed ARN', () => {
  const found = told((problems) => {
    checkModelVersion(problems, 'first', 'abalone/3');
    checkModelVersion(problems, 'second', 'arn:aws:sagemaker:eu-west-1:111111111111:model-package/abalone');
  });

  expect(found.map((problem) => problem.split(' ', 2).join(' '))).toEqual([
    'ArnMalformed: first',
    'ModelVersionMalformed: second',
  ]);
});
